"""Explanations of a reading: each is one record and one function."""
