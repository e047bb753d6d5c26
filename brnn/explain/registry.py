"""All explanations. The command line, the API, the page and the README read this list.

To add one, write a function that takes an analyzer, an analysis and settings and returns a Sheet,
and add an entry below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brnn.config import SettingError
from brnn.explain.settings import FLAG, SPAN, SPANS, UNIT, WORD, Setting, choice, whole, wholes
from brnn.explain.sheets import steps, sums, trials, what_if
from brnn.explain.sheets.sheet import Sheet
from brnn.text.words import clean

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer
    from brnn.records import Analysis


@dataclass(frozen=True)
class Explanation:
    """A way to explain a reading.

    question: the question it answers.
    sheet: (analyzer, analysis, **settings) → the answer; a second text is the third argument.
    settings: all are optional; the sheet always gets all of them.
    texts: how many texts it takes: 2 for an edit.
    needs_statistics: whether it needs those of the training reviews in the model's folder.
    """

    question: str
    sheet: Callable[..., Sheet]
    settings: tuple[Setting, ...] = ()
    texts: int = 1
    needs_statistics: bool = False

    @property
    def name(self) -> str:
        """Its name, which is that of its function."""
        return self.sheet.__name__

    def read(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Return the values of all settings, of which some are given as text.

        Raises SettingError for an unknown setting or an invalid value.
        """
        for name in given:
            if name not in {setting.name for setting in self.settings}:
                own = ", ".join(setting.name for setting in self.settings) or "none"
                raise SettingError(
                    f"{clean(name)} is not a setting of {self.name}{_owners(name)}; it has {own}"
                )
        texts = {name: str(text) for name, text in given.items()}
        return {setting.name: setting.read(texts.get(setting.name)) for setting in self.settings}

    def answer(
        self, analyzer: Analyzer, texts: Sequence[str], settings: Mapping[str, Any]
    ) -> tuple[Analysis, Sheet]:
        """Return the analysis of the first text, and its explanation.

        settings: as returned by `read`. Raises SettingError for the wrong number of texts, or for a
        setting that this text or model does not allow.
        """
        if len(texts) != self.texts:
            raise SettingError(f"{self.name} takes {self.texts} text{'s' * (self.texts > 1)}")
        analysis = analyzer.analyze(texts[0])
        return analysis, self.sheet(analyzer, analysis, *texts[1:], **settings)


def find(name: str) -> Explanation:
    """Return an explanation by name. Raises SettingError for an unknown name."""
    if name not in EXPLANATIONS:
        raise SettingError(f"method must be one of {', '.join(EXPLANATIONS)}")
    return EXPLANATIONS[name]


def _owners(setting: str) -> str:
    owners = [e.name for e in EXPLANATIONS.values() if setting in {s.name for s in e.settings}]
    return f", but of {' and '.join(owners)}" if owners else ""


_STRONGEST = "the sentence that moves the evidence most"
_CENTRED = Setting("centred", "subtract each reader's mean over the training reviews", FLAG, "no")

EXPLANATIONS: dict[str, Explanation] = {
    explanation.name: explanation
    for explanation in (
        Explanation("What did each word add?", sums.ledger, (_CENTRED,)),
        Explanation(
            "What does each unit contribute?",
            sums.units,
            (Setting("unit", "show one unit in detail", UNIT, unset="all units"), _CENTRED),
        ),
        Explanation(
            "What happens inside one unit at a word?",
            steps.step,
            (
                Setting("word", "the word that is read", WORD, unset="the word that adds most"),
                Setting("unit", "the unit to look into", UNIT, unset="the unit that weighs most there"),
            ),
        ),
        Explanation(
            "When did each reader make up its mind, and where do they disagree?",
            sums.knowing,
            needs_statistics=True,
        ),
        Explanation(
            "Where does this text lie among the test reviews?", sums.agreement, needs_statistics=True
        ),
        Explanation("What if the review ended, or began, at each word?", what_if.endings),
        Explanation(
            "What is lost without each word or span?",
            what_if.occlusion,
            (Setting("span", "words to leave out together", SPANS, unset="each word alone"),),
        ),
        Explanation(
            "What does each word contribute by integrated gradients?",
            what_if.gradients,
            (
                Setting("baseline", "word vectors to start from", choice("zero", "unknown"), "zero"),
                Setting("steps", "initial number of gradients along the path", whole(1, 256), "32"),
            ),
        ),
        Explanation("How far back does each reader's evidence reach?", what_if.reach),
        Explanation("What did an edit change in each reader?", trials.edits, texts=2),
        Explanation(
            "What if the padding were read as words?",
            trials.padding,
            (
                Setting("side", "where the padding goes", choice("before", "after"), "after"),
                Setting("pads", "amounts of padding", wholes(0, 400), "0,1,2,5,10,20,50,100,200,400"),
            ),
        ),
        Explanation(
            "What if the words came in another order?",
            trials.order,
            (
                Setting("span", "words to move to the start and to the end", SPAN, unset=_STRONGEST),
                Setting("shuffles", "number of random orders", whole(2, 1_000), "20"),
                Setting("seed", "seed of the random orders", whole(0, 2**31 - 1), "0"),
            ),
        ),
        Explanation("What if one reader were silent?", trials.mute, needs_statistics=True),
        Explanation("Does the mirrored network agree on the mirrored text?", trials.mirror),
    )
}
"""By name, in display order."""
