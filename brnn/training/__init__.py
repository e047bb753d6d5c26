"""Numbers → weights."""
