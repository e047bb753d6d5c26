"""A reading → explanations: each one record and one function."""
