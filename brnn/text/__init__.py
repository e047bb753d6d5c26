"""From a review to words and ids, and the formatting of numbers. Pure Python and NumPy."""
