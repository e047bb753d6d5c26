"""The network and its readers, measures and statistics of a model, and a model's folder."""
