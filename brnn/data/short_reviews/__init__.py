"""Short synthetic reviews, like those that people type into a text box, for training and for measuring.

A language model wrote the reviews and their labels for this project. train.csv is used for training;
validation.csv and test.csv are only for measuring. No review is in two of the files, and none comes from the
dataset. All share one style: a model trained on train.csv does better on test.csv than on others' texts.
"""

from pathlib import Path

TRAIN = Path(__file__).with_name("train.csv")
VALIDATION = Path(__file__).with_name("validation.csv")
TEST = Path(__file__).with_name("test.csv")
"""Only for measuring: never used for training or for choosing anything."""
