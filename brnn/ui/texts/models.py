"""Texts of the Models page. Its script fills in the placeholders in braces."""

from typing import Any

from brnn.evaluation.report.ladder import FINDINGS, LEAST, SERIES
from brnn.ui import texts

MODELS: dict[str, Any] = {
    "title": "How the models compare",
    "loading": "Loading the figures…",
    "failed": "The figures could not be loaded.",
    "cells": texts.CELLS,
    "directions": texts.DIRECTIONS,
    "arrows": texts.ARROWS,
    "readers": texts.READER_NAMES,
    "labels": texts.LABELS_INLINE,
    "names": texts.MODEL_NAMES | {"baseline": "baseline (no network: words and pairs of words)"},
    "choose": "Read with {name}",
    "columns": [
        "model",
        "test accuracy",
        "log-loss",
        "calibration error",
        "SST-2 sentences",
        "parameters",
        "size",
        "training time",
    ],
    "accuracy": "{accuracy} ({low} to {high})",
    "features": "{count} features",
    "megabytes": "{size} MB",
    "seconds": "{count} s",
    "minutes": "{count} min",
    "tableNote": "Accuracies have 95% intervals: n = {n} test reviews, n = {sentences} sentences of SST-2 "
    "dev, which other people wrote. Log-loss in nats. Calibration error: the mean gap between confidence and "
    "accuracy, in bins one fifteenth wide, in points.",
    "best": "{best} has the highest test accuracy, {accuracy}; {second} follows at {other}. Their 95% "
    "intervals {apart}.",
    "apart": "do not overlap",
    "overlap": "overlap",
    "noMetrics": "This model has no measurements: its metrics.json is empty or missing.",
    "short": "Short texts",
    "sentences": "SST-2 dev",
    "shortNote": "Accuracy on SST-2 dev, sentences that other people wrote, and on kinds of synthetic short "
    "reviews, which a language model wrote. On those about negation, default may look better than it "
    "is: it was also trained on synthetic sentences about negation. With 30 reviews of a kind, accuracy is "
    "known only to within about 17 points.",
    "allTags": "synthetic, all",
    "count": "n = {n}",
    "learning": "Learning curves",
    "learningCaption": "{name}: {epochs} epochs of {n} texts; held out: {held} {split} reviews.",
    "learningNote": "Training figures are taken while the network learns, with dropout and, for "
    "some models, soft labels. So they can be worse than the figures on held-out reviews.",
    "noHistory": "Its metrics.json has no learning curve.",
    "oneEpoch": "It was trained for only one epoch; a curve needs two.",
    "overfits": "It overfits: from epoch {best} to {last}, training accuracy rises from "
    "{trainFrom} to {trainTo}, while accuracy on the {split} reviews falls from {from} to {to} and "
    "log-loss rises from {lossFrom} to {lossTo}.",
    "improves": "Accuracy on the {split} reviews is highest after the last epoch, {last}: {to}.",
    "levelsOff": "Accuracy on the {split} reviews peaks at {from} after epoch {best}; after the "
    "last epoch, {last}, it is {to}.",
    "kept": {
        "validation": "Epoch {kept} was kept: its log-loss on the validation reviews, {loss}, is the lowest.",
        "last": "The last epoch, {kept}, was kept, as its recipe says.",
    },
    "ladders": SERIES,
    "ladder": "One reader or two",
    "noLadder": "There are no figures for this comparison yet: “make ladder” trains the networks for it.",
    "badLadder": "The ladder’s figures cannot be read: {problem}",
    "ladderAlternative": "Test accuracy of {count} recipes, mean and spread over seeds.",
    "rung": "{cell}, {direction}: {accuracy}, seeds: {seeds}, n = {n}",
    "meanAndSpread": "{mean} ± {spread} points",
    "ladderNote": "{title}. Seeds per network: {seeds}; n = {n} test reviews.{failed}",
    "failedRuns": f" Not shown, as they failed to learn (right on less than {LEAST:.0%} of the validation "
    "reviews): {which}.",
    "failedOnes": "{count} of {cell}, {direction}",
    "secondDirection": "{cell}, both readers instead of {single}: {gain} points of test accuracy "
    "({certainty}). {finding}",
    "noInterval": "one seed gives no interval",
    "pairedInterval": "95% interval {low} to {high}, {seeds} paired seeds",
    "findings": FINDINGS,
    "oneSeed": "So far, each network was trained with one seed. That cannot show whether a second direction "
    "changes how often the network is right: with another seed, the gains could be different.",
    "conclusion": {
        "0": "None of the {all} comparisons shows that a second direction changes how often the network is "
        "right. With {seeds} runs of each network, even a visible gap may be chance: the 95% "
        "intervals reach from {lowest} to {highest} points of test accuracy.",
        "1": "In one of the {all} comparisons, a second direction changes how often the network is right: by "
        "{low} points of test accuracy. In the others, these runs do not show whether it does.",
        "2": "In {count} of the {all} comparisons, a second direction changes how often the network is "
        "right: by {low} to {high} points of test accuracy.",
    },
    "counting": {
        "none": "A model that only counts words and word pairs is right on {accuracy} of the test "
        "reviews, less often than each of these {all} kinds of network.",
        "some": "A model that only counts words and word pairs is right on {accuracy} of the test "
        "reviews, more often than {count} of these {all} kinds of network. These are small and had no "
        "teacher.",
        "all": "A model that only counts words and word pairs is right on {accuracy} of the test "
        "reviews, more often than each of these {all} kinds of network. These are small and had no "
        "teacher.",
    },
    "confusion": "Confusion matrix",
    "confusionCaption": "{name}, test reviews by label and verdict.",
    "confusionSentence": "{wrong} of {n} test reviews get the wrong verdict: {falsePositive} negative "
    "reviews are called positive, and {falseNegative} positive reviews are called negative.",
    "noTest": "Its metrics.json has no figures for the test reviews.",
    "reliability": "Calibration",
    "reliabilityCaption": "{name}, test reviews by predicted probability, in 15 bins.",
    "overconfident": "On {n} test reviews its verdicts are {sure} confident on average and {right} "
    "are right: it is overconfident by {gap} points.",
    "underconfident": "On {n} test reviews its verdicts are {sure} confident on average and "
    "{right} are right: it is underconfident by {gap} points.",
    "calibrated": "On {n} test reviews its verdicts are {sure} confident on average and {right} are "
    "right: a difference this small may be chance.",
    "noStatistics": "This model’s folder has no statistics.npz, which this figure needs. Train the "
    "model again with this version of train.py.",
    "plane": {"both": "Do the readers agree?", "one": "How much evidence does the reader find?"},
    "planeNote": {
        "both": "Test reviews by each reader’s final evidence, relative to that reader’s average. A stronger "
        "colour means more reviews. The dashed line separates the verdicts; the ring marks your text from "
        "the Read page.",
        "one": "Number of test reviews by the reader’s final evidence, relative to its mean. The dashed line "
        "separates the verdicts; the ring marks your text from the Read page.",
    },
    "readersAgree": "The readers agree on {agree} of {n} test reviews. Where they agree, {right} "
    "of the verdicts are right; where they disagree, {other}.",
    "oneReader": "This model has one reader, whose evidence alone decides ({n} test reviews).",
    "quadrants": ["reviews", "right", "95% interval"],
    "signs": {"positive": "+", "negative": "−"},
    "interval": "{low} to {high}",
    "corner": "{count}<br>{right} right",
    "own": "Your text: {places}. The verdict is {label}.",
    "nothingRead": "Your text has no words that this model can read.",
}
"""The Models page, and the ladder in the lesson."""
