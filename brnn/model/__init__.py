"""The network, its readers, and the folder in which a model lies."""
