"""The sentences of a model card, built from the model's settings and metrics."""

from __future__ import annotations

from brnn.config import CELLS, ModelConfig
from brnn.evaluation.report.markdown import NONE, counts, share, shown
from brnn.evaluation.report.sources import Figures, number, part

INTENDED_USE = """\
This model is meant for lessons, demos and experiments that show how a recurrent network reads. Its
input is an English film review; its output is the log-odds that the review is positive.

It is not meant for decisions about people, for moderation, or for measuring opinion. If you need
only the most accurate verdict, use a large pretrained language model."""

BIAS = """\
The reviews are the opinions of people who chose to write on one website, in English, in or before
2011. Neither these people nor the films they chose are a representative sample. A word picks up the
tone of the reviews it appears in: the name of an actor, a country, a genre or a group of people can
move the verdict because reviewers liked or disliked the films in question. The labels come from the
writers' own star ratings. No review with a middling rating has a label, so the model has not
learned what a neutral review looks like.

None of this was measured. The results are not broken down by writer, group of people, genre or
variety of English, and nothing was done to reduce such differences."""

MEANING = """\
F1 is computed for the class "positive". ROC AUC is the probability that a positive review gets
higher log-odds than a negative one. Log-loss is in nats. The calibration error is the mean gap,
over 15 bins of equal width, between the confidence of the verdicts and their accuracy. The short
reviews were written to measure the models and were never used for training. The intervals are
Wilson intervals: they reflect the random choice of reviews, not the random seed of the training."""

HOW_TO_LOAD = """\
With the code of the project `brnn`:

```python
from brnn import Analyzer

analyzer = Analyzer.load("path/to/this/folder")
analyzer.classify(["I liked it."])[0].label
```

The folder holds settings, a vocabulary, weights and metrics. It contains no code and nothing
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
    "gru": "K. Cho et al. (2014). *Learning Phrase Representations using RNN Encoder–Decoder for Statistical "
    "Machine Translation.* EMNLP.",
    "lstm": "S. Hochreiter and J. Schmidhuber (1997). *Long Short-Term Memory.* Neural Computation 9(8).",
}


def what_it_is(config: ModelConfig, metrics: Figures) -> str:
    """Describe the architecture, its sizes, and how exactly the evidence adds up."""
    two, weights, ledger = (
        len(config.readers) == 2,
        number(metrics, "reader_weights"),
        part(metrics, "ledger"),
    )
    of_readers = f", of which {weights:,.0f} are recurrent and head weights" if weights else ""
    remainder = shown(number(ledger, "largest_remainder"), ".1e")
    check = f" On {counts([ledger])} test reviews, the sum and the network's own log-odds differ by at most "
    return (
        "A network that reads English film reviews and decides whether they are positive. "
        f"{_READERS[config.direction]} {'Each' if two else 'The'} reader is a {CELLS[config.cell]} with "
        f"{config.units:,} units; the word vectors have {config.embedding_size:,} dimensions. The vocabulary "
        f"has at most {config.vocabulary_size:,} words. The model reads the {_end(config)} "
        f"{config.max_words:,} words of a review, {'including' if config.punctuation else 'without'} "
        f"punctuation marks. Parameters: {shown(number(metrics, 'parameters'), ',.0f')}{of_readers}.\n\n"
        f"A linear head weighs the final hidden state{'s' * two}. The contributions of all words and a bias "
        f"therefore add up to the log-odds.{f'{check}{remainder}.' if ledger else ''}"
    )


def limits(config: ModelConfig) -> str:
    """Describe what the model cannot do."""
    return f"""\
- The model learned from English film reviews written in or before 2011. It does not know most words
  of other languages, subjects and years, and its verdicts on such texts mean little.
- It reads only the {_end(config)} {config.max_words:,} words of a longer review. All unknown words
  look the same to it.
- It learned from clear opinions. A lukewarm, mixed or neutral text still gets a verdict.
- A probability near 100% means that the model is confident, not that it is right.
- The sum explains the network exactly, but it explains nothing about the world: evidence is not a
  cause."""


def _end(config: ModelConfig) -> str:
    return "last" if config.keep == "end" else "first"


def data(metrics: Figures) -> str:
    """Describe the splits, and the texts that occur in two of them."""
    sizes, once = part(metrics, "sizes"), part(metrics, "test_without_repeats")
    splits = ", ".join(
        f"{name} {shown(number(sizes, name), ',.0f')}"
        for name in ("train", "validation", "test", "unlabelled")
        if name in sizes
    )
    repeats = number(once, "repeats")
    without = (
        "Some texts occur in both splits; the accuracy without them was not measured."
        if repeats is None
        else f"{repeats:,.0f} texts of the test split also occur in the training split. The test accuracy is "
        f"{share(part(metrics, 'test'))} with them and {share(once)} without them (n = {counts([once])})."
    )
    return (
        "The Large Movie Review Dataset v1.0 (IMDb; Maas et al. 2011) with its official train and test "
        f"splits. Reviews: {splits or NONE}. The reviews belong to their authors and are not part of this "
        f"folder.{_short_texts(metrics)}\n\n{without}"
    )


def _short_texts(metrics: Figures) -> str:
    """Describe the texts of this project that were also used for training; "" if none."""
    names = ("short_review_repeats", "negations")
    repeats, negations = (number(metrics, "training", name) or 0 for name in names)
    if not repeats and not negations:
        return ""
    held_out = shown(number(metrics, "sizes", "short_validation"), ",.0f")
    return (
        "\n\nThe dataset consists of long reviews, but people type single sentences. The model was therefore "
        f"also trained on texts made for this project: short reviews, each read {repeats:,.0f} times per "
        f"epoch, and {negations:,.0f} sentences generated by a grammar. Another {held_out} short reviews "
        "were held out for validation. None of these texts is among the short reviews used for testing, and "
        "apart from generated sentences none shares five consecutive words with one of them."
    )


def selection(metrics: Figures) -> str:
    """Describe how the epoch was chosen, and how often the test split was read."""
    epochs = shown(number(metrics, "training", "epochs"), ".0f")
    chosen = part(metrics, "training").get("selection")
    if chosen == "validation":
        kept = shown(number(metrics, "kept_epoch"), ".0f")
        n = shown(number(metrics, "sizes", "validation"), ",.0f")
        return (
            f"Epoch {kept} of {epochs} was kept because it had the lowest log-loss on the validation reviews "
            f"(n = {n}). These were held out from the training reviews by film, so that no film occurs in "
            "both. The test split was evaluated only afterwards."
        )
    if chosen == "last":
        return (
            f"**The test split was monitored:** it was evaluated after each of the {epochs} epochs, as in "
            "the tutorial that the recipe comes from. The last epoch was kept, whatever the results. No "
            "reviews were held out."
        )
    return "How the epoch was chosen was not recorded."


def calibration(metrics: Figures) -> str:
    """Describe whether the model was calibrated, and its calibration error."""
    temperature = number(metrics, "temperature")
    if temperature is None:
        text = "Whether the probabilities were calibrated was not recorded."
    elif temperature == 1:
        text = "The model is not calibrated: its probabilities are as training left them."
    else:
        text = (
            f"The head's weights and bias were divided by a temperature of {temperature:.2f}, fitted on the "
            "validation reviews, excerpts from them and the held-out short reviews. The sum still adds up, "
            "and no verdict changes."
        )
    errors = [
        f"{shown(error, '.3f')} on the {title}, n = {counts([part(metrics, split)])}"
        for split, title in (("test", "test split"), ("short_reviews", "short reviews"))
        if (error := number(metrics, split, "calibration_error")) is not None
    ]
    if errors:
        text += f" Calibration error over 15 bins: {'; '.join(errors)}."
    uncalibrated = part(metrics, "short_reviews_uncalibrated")
    before, after = (number(found, "log_loss") for found in (uncalibrated, part(metrics, "short_reviews")))
    if before is not None:
        text += f" Log-loss on the short reviews: {before:.3f} before, {shown(after, '.3f')} after, "
        text += f"n = {counts([uncalibrated])}."
    return text


def citation(config: ModelConfig, metrics: Figures) -> str:
    """Cite the dataset, in BibTeX, and the methods that were used."""
    pretraining, training = part(metrics, "pretraining"), part(metrics, "training")
    judges = part(metrics, "committee", "judges", "reviews")
    used = {
        _CELL_SOURCES[config.cell]: True,
        "M. Schuster and K. K. Paliwal (1997). *Bidirectional Recurrent Neural Networks.* IEEE Transactions "
        "on Signal Processing 45(11).": config.direction == "bidirectional",
        "A. M. Dai and Q. V. Le (2015). *Semi-supervised Sequence Learning.* NIPS.": pretraining,
        "G. Hinton, O. Vinyals and J. Dean (2015). *Distilling the Knowledge in a Neural Network.* NIPS "
        "workshop.": part(metrics, "committee"),
        "S. Wang and C. D. Manning (2012). *Baselines and Bigrams: Simple, Good Sentiment and Topic "
        "Classification.* ACL.": "grams" in judges,
        "D. P. Kingma and J. Ba (2015). *Adam: A Method for Stochastic Optimization.* ICLR.": training,
        "I. Loshchilov and F. Hutter (2017). *SGDR: Stochastic Gradient Descent with Warm Restarts.* "
        "ICLR.": training.get("schedule") == "cosine",
        "N. Srivastava et al. (2014). *Dropout: A Simple Way to Prevent Neural Networks from Overfitting.* "
        "JMLR 15.": number(training, "dropout"),
        "C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger (2017). *On Calibration of Modern Neural Networks.* "
        "ICML.": number(metrics, "temperature") not in (None, 1),
    }
    methods = "\n".join(f"- {source}" for source, is_used in used.items() if is_used)
    return f"Data:\n\n```bibtex\n{_DATASET}\n```\n\nMethods:\n\n{methods}"
