"""Experiments: change the text, the network or the mask, and compare the readings.

    mirror      the words reversed, read by the network with its readers swapped
    padding     padding read like words, without a mask
    order       the words shuffled, or a sentence moved
    mute        a reader's final evidence replaced by its training mean
    edits       two texts that differ by an edit
    comparison  two readings, of two texts or by two models

Each experiment is a function that returns a frozen record with the name of its method and its
settings. Evidence and logits are in log-odds. All experiments also work for models with one reader:
the missing reader has zero units and zero evidence.
"""
