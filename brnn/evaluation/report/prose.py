"""What a model's card says in sentences, each true of the settings and metrics it is made from."""

from __future__ import annotations

from brnn.config import ModelConfig
from brnn.evaluation.report.ladder import CELLS
from brnn.evaluation.report.markdown import counts, share, shown
from brnn.evaluation.report.sources import Figures, number, part

INTENDED_USE = """\
To show how a recurrent network reads: in lessons, in demos, and as something small to take apart.
Its input is an English film review, its output the log-odds that the review is positive.

It is not meant for decisions about people, for moderation, or for measuring opinion. For the best
verdict and nothing else, a large pretrained language model is the better choice."""

BIAS = """\
The data are opinions of people who chose to write on one site, in English, by 2011. Who wrote, and
about which films, is no fair sample of anybody. Words come to stand for the company they kept: the
name of an actor, a country, a genre or a group of people can move the verdict because the films it
was written about were liked or disliked. Labels come from the writers' own star ratings, and no
middling review has one, so the model knows no middle.

None of this was measured. There is no figure here by writer, by group of people named, by genre, or
by kind of English, and nothing was done to reduce such differences."""

MEANING = """\
F1 is that of "positive". ROC AUC is the chance that a positive review gets higher log-odds than a
negative one. Log-loss is in nats. Calibration error is the mean gap, over 15 bins of equal width,
between how sure the verdicts are and how often they are right. The short reviews were written for
measuring and were never trained on. Intervals are Wilson's: they tell how far chance in which
reviews were drawn may carry a figure, and nothing of the training's seed."""

HOW_TO_LOAD = """\
With the code of the project `brnn`:

```python
from brnn import Analyzer

analyzer = Analyzer.load("path/to/this/folder")
analyzer.classify(["I liked it."])[0].label
```

The folder holds settings, words, weights and figures; nothing in it is code and nothing is
pickled."""

_READERS = {
    "forward": "One reader goes through a review from its first word to its last.",
    "backward": "One reader goes through a review from its last word to its first.",
    "bidirectional": "Two readers go through a review, one from each end.",
}

_DATASET = """\
@inproceedings{maas2011learning,
  title     = {Learning Word Vectors for Sentiment Analysis},
  author    = {Maas, Andrew L. and Daly, Raymond E. and Pham, Peter T. and Huang, Dan and
               Ng, Andrew Y. and Potts, Christopher},
  booktitle = {Proceedings of the 49th Annual Meeting of the Association for Computational
               Linguistics: Human Language Technologies},
  year      = {2011},
  pages     = {142--150},
  url       = {https://aclanthology.org/P11-1015}
}"""

_CELL_SOURCES = {
    "simple": "J. L. Elman (1990). *Finding Structure in Time.* Cognitive Science 14(2).",
    "gru": "K. Cho et al. (2014). *Learning Phrase Representations using RNN Encoder–Decoder for "
    "Statistical Machine Translation.* EMNLP.",
    "lstm": "S. Hochreiter and J. Schmidhuber (1997). *Long Short-Term Memory.* Neural Computation "
    "9(8).",
}


def what_it_is(config: ModelConfig, metrics: Figures) -> str:
    """Return architecture and sizes, and how exactly the evidence adds up."""
    readers = config.has_forward + config.has_backward
    weights = number(metrics, "reader_weights")
    of_readers = f", of which {weights:,.0f} are recurrent and head weights" if weights else ""
    ledger = part(metrics, "ledger")
    remainder = (
        f" Over {counts([ledger])} test reviews the sum and the network's own log-odds differ by "
        f"{shown(number(ledger, 'largest_remainder'), '.1e')} at most."
        if ledger
        else ""
    )
    return (
        f"A network that reads English film reviews and says whether they are positive. "
        f"{_READERS[config.direction]} The cell is a {CELLS[config.cell]} of "
        f"{config.units:,} units{' in each reader' if readers == 2 else ''}, the word vectors have "
        f"{config.embedding_size:,} numbers. It knows at most {config.vocabulary_size:,} words and "
        f"reads the {'last' if config.keep == 'end' else 'first'} {config.max_words:,} of a review"
        f"{', punctuation marks among them' if config.punctuation else ', without punctuation'}. "
        f"Parameters: {shown(number(metrics, 'parameters'), ',.0f')}{of_readers}.\n\n"
        f"A linear head weighs the final {'memories' if readers == 2 else 'memory'}, so that what "
        f"each word added, and a bias, sum up to the log-odds.{remainder}"
    )


def limits(config: ModelConfig) -> str:
    """Return what the model cannot do."""
    end = "last" if config.keep == "end" else "first"
    return f"""\
- It learnt from English film reviews of 2011 and earlier. Other languages, other subjects and newer
  words are mostly unknown to it, and a verdict on such a text means little.
- Of a longer review it reads the {end} {config.max_words:,} words only. A word that it does not
  know is read as a blank.
- It was taught clear opinions. A lukewarm, mixed or neutral text gets a verdict all the same.
- A probability near 100% says that the model is sure, not that it is right.
- The sum explains the network exactly and the world not at all: evidence is not a cause."""


def data(metrics: Figures) -> str:
    """Return which reviews were used for what, and the texts that stand in both splits."""
    sizes = part(metrics, "sizes")
    splits = ", ".join(
        f"{name} {shown(number(sizes, name), ',.0f')}"
        for name in ("train", "validation", "test", "unlabelled")
        if name in sizes
    )
    repeats = number(metrics, "test_without_repeats", "repeats")
    without = (
        "Some texts stand in both splits; how the model does without them was not measured."
        if repeats is None
        else f"Texts of the test split that stand in the training split too: {repeats:,.0f}. With "
        f"them the test accuracy is {share(part(metrics, 'test'))}, without them "
        f"{share(part(metrics, 'test_without_repeats'))}, "
        f"n = {counts([part(metrics, 'test_without_repeats')])}."
    )
    return (
        "The Large Movie Review Dataset v1.0 (IMDb; Maas et al. 2011), in its official train and "
        f"test splits. Reviews: {splits or '–'}. The reviews are their authors' and are not part "
        f"of this folder.{_our_own(metrics)}\n\n{without}"
    )


def _our_own(metrics: Figures) -> str:
    """Return which texts of this project were learnt from beside the reviews; "" if none."""
    repeats, negations = (
        number(metrics, "training", name) or 0 for name in ("short_review_repeats", "negations")
    )
    if not repeats and not negations:
        return ""
    held_out = shown(number(metrics, "sizes", "short_validation"), ",.0f")
    return (
        "\n\nBeside them it learnt from texts that were written for this project, since people "
        "type a sentence where the dataset has essays: short reviews, each read "
        f"{repeats:,.0f} times an epoch, and {negations:,.0f} sentences that a grammar makes. "
        f"Another {held_out} short reviews were held out to choose by. None of these is among the "
        "short reviews below, and none has five words in a row in common with one of them, but "
        "for the sentences of the grammar."
    )


def selection(metrics: Figures) -> str:
    """Return what chose the epoch that was kept, and how often the test split was read."""
    kept = shown(number(metrics, "kept_epoch"), ".0f")
    epochs = shown(number(metrics, "training", "epochs"), ".0f")
    chosen = part(metrics, "training").get("selection")
    if chosen == "validation":
        n = shown(number(metrics, "sizes", "validation"), ",.0f")
        return (
            f"Epoch {kept} of {epochs} is kept, of the lowest log-loss on n = {n} validation "
            "reviews. They are held out of the training reviews by film, so that no film is in "
            "both. The test split was measured after that."
        )
    if chosen == "last":
        return (
            f"**The test split was watched:** it was measured after every one of {epochs} epochs, "
            "as in the tutorial that the recipe comes from. The last epoch is kept, whatever those "
            "figures said. No review was held out."
        )
    return "How the epoch was chosen was not recorded."


def calibration(metrics: Figures) -> str:
    """Return whether the probabilities were set right, and how far off they are."""
    temperature = number(metrics, "temperature")
    errors = [
        f"{shown(number(metrics, split, 'calibration_error'), '.3f')} on the {title}, "
        f"n = {counts([part(metrics, split)])}"
        for split, title in (("test", "test split"), ("short_reviews", "short reviews"))
        if number(metrics, split, "calibration_error") is not None
    ]
    if temperature is None:
        text = "Whether the probabilities were calibrated was not recorded."
    elif temperature == 1:
        text = "Not calibrated: the probabilities are as sure as training left them."
    else:
        text = (
            f"The head's weights and bias are divided by a temperature of {temperature:.2f}, found "
            "on validation reviews and crops of them; the sum still adds up, and no verdict "
            "changes."
        )
    if errors:
        text += f" Calibration error over 15 bins: {'; '.join(errors)}."
    before = number(metrics, "short_reviews_uncalibrated", "log_loss")
    if before is not None:
        after = shown(number(metrics, "short_reviews", "log_loss"), ".3f")
        n = counts([part(metrics, "short_reviews_uncalibrated")])
        text += f" Log-loss on the short reviews: {before:.3f} before, {after} after, n = {n}."
    return text


def citation(config: ModelConfig, metrics: Figures) -> str:
    """Return the dataset's BibTeX entry and the sources of the methods that were used."""
    training = part(metrics, "training")
    temperature = number(metrics, "temperature")
    used = {
        _CELL_SOURCES[config.cell]: True,
        "M. Schuster and K. K. Paliwal (1997). *Bidirectional Recurrent Neural Networks.* IEEE "
        "Transactions on Signal Processing 45(11).": config.direction == "bidirectional",
        "A. M. Dai and Q. V. Le (2015). *Semi-supervised Sequence Learning.* NIPS.": bool(
            part(metrics, "pretraining")
        ),
        "G. Hinton, O. Vinyals and J. Dean (2015). *Distilling the Knowledge in a Neural "
        "Network.* NIPS workshop.": bool(part(metrics, "committee")),
        "S. Wang and C. D. Manning (2012). *Baselines and Bigrams: Simple, Good Sentiment and "
        "Topic Classification.* ACL.": "grams" in part(metrics, "committee", "judges", "reviews"),
        "D. P. Kingma and J. Ba (2015). *Adam: A Method for Stochastic Optimization.* ICLR.": bool(
            training
        ),
        "I. Loshchilov and F. Hutter (2017). *SGDR: Stochastic Gradient Descent with Warm "
        "Restarts.* ICLR.": training.get("schedule") == "cosine",
        "N. Srivastava et al. (2014). *Dropout: A Simple Way to Prevent Neural Networks from "
        "Overfitting.* JMLR 15.": bool(number(training, "dropout")),
        "C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger (2017). *On Calibration of Modern Neural "
        "Networks.* ICML.": temperature is not None and temperature != 1,
    }
    methods = "\n".join(f"- {source}" for source, is_used in used.items() if is_used)
    return f"The data:\n\n```bibtex\n{_DATASET}\n```\n\nThe methods:\n\n{methods}"
