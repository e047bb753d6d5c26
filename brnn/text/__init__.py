"""Review → words → ids, and numbers as they are printed. Pure Python and NumPy."""
