"""What the Models page says. Names in braces are filled in with `str.format`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, Any] = {
    "title": "How good are they?",
    "loading": "The figures are on their way…",
    "failed": "The figures could not be read.",
    "short": "Short reviews of our own, by what is hard in them",
    "shortNote": "Accuracy on short reviews that were written for this project and that no model "
    "has learnt from. With 30 of a kind, a share is only known to about 15 points either way.",
    "learning": "Learning",
    "ladder": "One reader or two",
    "confusion": "What it takes for what",
    "reliability": "As sure as it is right?",
    "plane": "Do both readers agree?",
    "planeNote": "Every test review at what each reader made of it, above that reader’s mean. The "
    "dashed line parts the verdicts; the ring is your own text, from the Read page.",
    "choose": "Read with {name}",
    "chosen": "reads now",
}
"""The Models page, for its script."""

COLUMNS = {
    "name": "model",
    "accuracy": "test accuracy",
    "log_loss": "log-loss",
    "calibration": "calibration error",
    "short": "short reviews",
    "parameters": "parameters",
    "size": "on disk",
    "seconds": "training",
}
BASELINE = "no network: words and pairs of words"
FEATURES = "{features:,} features"
MEGABYTES = "{size:.1f} MB"
SECONDS = "{seconds:,.0f} s"
MINUTES = "{minutes:,.0f} min"
TABLE_NOTE = (
    "Test accuracy with its 95% interval, n = {n}; log-loss in nats; calibration error: mean gap "
    "between how sure and how right, in points; short reviews: accuracy, n = {short}."
)
TABLE_SENTENCE = (
    "The best here is {best}, {accuracy}; {second} follows with {other}. Their intervals {apart}."
)
APART = {True: "do not overlap", False: "overlap"}
ALL_TAGS = "all"

NO_METRICS = "This model’s folder holds no figures: its metrics.json is empty or missing."
NO_HISTORY = "Its metrics.json says nothing of how it learned."
NO_TEST = "Its metrics.json holds no figures on the test split."
NO_STATISTICS = (
    "This model’s folder holds no statistics.npz, which this figure is made of. Train it again "
    "with this version of train.py."
)
NO_LADDER = "The ladder has not been trained yet: there is no model in the folder “ladder”."
BAD_FILE = "The ladder’s figures cannot be read: {reason}"

HELD_OUT = {"validation": "validation reviews (films held out)", "test": "test reviews"}
LEARNING_CAPTION = "{name}: {epochs} epochs, {n:,} texts each; held out: {held:,} {kind}."
ONE_EPOCH = "One epoch alone: a curve takes two."
OVERFITS = (
    "It overfits: from epoch {best} to {last} training accuracy climbs from {train_from} to "
    "{train_to}, while on the {kind} it falls from {from_} to {to} and log-loss grows from "
    "{loss_from} to {loss_to}."
)
LEARNS_ON = "On the {kind} it is best at the last epoch, {last}: {to}, log-loss {loss_to}."
LEVELS_OFF = (
    "On the {kind} it is best at epoch {best}, {from_}; at the last, {last}, it is at {to}."
)
KEPT = "Kept: epoch {kept}."
TRAINING_NOTE = (
    "The training line is taken while the network learns, with dropout and, for some models, soft "
    "labels: it may lie below the other."
)

LADDER_ALTERNATIVE = "Test accuracy of {rungs} recipes, mean and standard deviation over seeds."
LADDER_NOTE = (
    "{seeds} seeds each, n = {n:,} test reviews. A single reader has more units, so that all of a "
    "cell have about as many weights."
)
CONFUSION_SENTENCE = (
    "Of {n:,} test reviews {wrong:,} get the wrong verdict: {false_positive:,} negative ones are "
    "taken for positive, {false_negative:,} positive ones for negative."
)
RELIABILITY_SENTENCE = (
    "Over {n:,} test reviews in {bins} bins its verdicts are {sure:.1%} sure on average and "
    "{right:.1%} right: {gap:.1f} points {direction}."
)
SURER = {True: "too sure", False: "too modest"}
AS_SURE = (
    "Over {n:,} test reviews in {bins} bins its verdicts are {sure:.1%} sure on average, and as "
    "often right."
)

SIDES = {"positive": "+", "negative": "−", None: ""}
QUADRANT_HEAD = ["→", "←", "reviews", "right", "95% interval"]
PLANE_SENTENCE = (
    "On {n:,} test reviews the readers agree in {agree:.0%}, and are then right in {right:.1%}; "
    "where they disagree, in {other:.1%}."
)
PLANE_ONE = "This model has one reader: its evidence alone decides. {n:,} test reviews."
OWN = "Your text: {places}. The verdict is {label}."
OWN_READER = "{arrow} {value}"
NOTHING_READ = "Your text has no word that this model reads."
"""Sentences and captions of the Models page, filled in from the figures."""
