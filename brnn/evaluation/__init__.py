"""Weights → figures of merit."""
