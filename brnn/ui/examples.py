"""Example reviews. The page opens with the first; “Apple” comes from the article, the others from us."""

from typing import NamedTuple


class Example(NamedTuple):
    """A review and its name, which says what to look for."""

    name: str
    text: str


EXAMPLES = (
    Example(
        "Two turns",
        "It starts badly, with a dull first act. What follows is excellent, a wonderful hour, beautifully "
        "acted and great fun. Sadly, the ending is awful.",
    ),
    Example("Apple", "I like apple. It is very healthy."),
    Example(
        "One turn",
        "It started badly and I nearly gave up, but the second half is funny, tender and simply wonderful.",
    ),
    Example("Not bad", "Not bad at all. I expected to be bored and was never bored."),
    Example(
        "Faint praise",
        "The costumes are beautiful, the music is great and the cast is excellent. What a waste "
        "of a good cast on such a boring script.",
    ),
    Example(
        "Long",
        "I went in with high hopes, because I loved the book and the director has made some of my favourite "
        "films. For the first twenty minutes I was happy: the old house, the rain on the windows, two "
        "sisters who do not speak to each other. Then the story begins to repeat itself. Every scene says "
        "again what the scene before has said, the jokes fall flat, and the lovely young actress in the lead "
        "has nothing to do but look sad. By the end I no longer cared who had written the letters. The last "
        "shot is the best thing in it, quiet and surprising, and it made me wish that I had seen the film "
        "which it belongs to. The rest is a waste of a wet evening.",
    ),
    Example(
        "Unknown",
        "Ein wunderschöner Heimatfilm mit hinreißenden Schauspielern, a gem, den jeder anschauen sollte.",
    ),
)
