"""The normal form in which words are looked up, so that texts which look alike read alike.

- character references (`&#39;`, `&quot;`) stand for their characters (HTML 5);
- default-ignorable characters, such as the soft hyphen, are dropped (UAX #44, section 5.3), except
  the joiners inside an emoji (UTS #51);
- apostrophes, quotation marks, dashes and hyphens of all kinds become ' " and - (the characters
  that UAX #29 and the Dash and Quotation_Mark properties of UAX #44 group together);
- canonically equivalent characters are composed (NFC, UAX #15); compatibility characters stand for
  their letters and digits (NFKC: "ﬁ" is "fi"), unless that would make several words of one;
- letters are lower case.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html import entities
from typing import NamedTuple

_LAST_ASSIGNED_SYMBOL = 0x1FFFF
_VARIATION_SELECTORS = range(0xE0100, 0xE01F0)


def character_class(*categories: str) -> str:
    """The characters of some Unicode categories, as the inside of a regular expression's [...]."""
    wanted = set(categories)
    ranges: list[list[int]] = []
    for code in (*range(_LAST_ASSIGNED_SYMBOL + 1), *_VARIATION_SELECTORS):
        if unicodedata.category(chr(code)) in wanted:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)


_WORDLIKE = re.compile(rf"(?:[^\W_]|[{character_class('Mn', 'Mc')}])+")
"""What a compatibility form may become: letters, digits and their marks, one word."""
_TAGS = (
    "a|abbr|article|aside|b|big|blockquote|body|br|button|center|cite|code|dd|del|div|dl|dt|em|font|"
    "footer|form|h[1-6]|head|header|hr|html|i|img|input|ins|label|li|link|main|mark|meta|nav|ol|"
    "option|p|pre|q|s|section|select|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|"
    "title|tr|tt|u|ul"
)
_MARKUP = re.compile(
    rf"</?(?:{_TAGS})(?:\s[^<>]*|\s*/)?>|<!--.{{0,999}}?-->"
    r"|<(script|style)\b[^<>]*>.{0,1999}?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_TO_MAP = re.compile(rf"{_ENTITY}|[\x00-\x7f]?[^\x00-\x7f]+")
_JAMO = re.compile("[\u1100-\u11ff]")  # letters of Hangul, which compose without being marks
_IGNORABLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
_JOINER = "\u200d"
_PLAIN = {
    **dict.fromkeys(map(ord, "`´‘’‚‛′‵ʹʻʼʽˈˊˋ＇｀❛❜"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″‶«»〝〞〟＂❝❞‹›"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―⁃−﹘﹣－⸺⸻"), "-"),
    ord("…"): "...",
}


class Plain(NamedTuple):
    """A text in its normal form but for case.

    starts, ends: where each of its characters begins and ends in what was typed; None: at its own
        place.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None


def plain(text: str) -> Plain:
    """Return a text in its normal form but for case, with the way back to what was typed."""
    # As many spaces as there were characters, so that every word keeps its place.
    text = _MARKUP.sub(lambda match: " " * len(match.group()), text)
    if text.isascii() and "&" not in text:
        return Plain(text.replace("`", "'"))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(part: str, start: int, end: int) -> None:
        parts.append(part)
        starts.extend([start] * len(part))
        ends.extend([end] * len(part))

    def keep(start: int, end: int) -> None:
        parts.append(text[start:end].replace("`", "'"))
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    done = 0
    for match in _TO_MAP.finditer(text):
        keep(done, match.start())
        done = match.end()
        written = match.group()
        if written.startswith("&") and written.endswith(";"):
            if written.startswith("&#") or written[1:] in entities.html5:
                add(_simple(html.unescape(written)), *match.span())
            else:
                keep(*match.span())
        else:
            for start, end in _clusters(text, *match.span()):
                add(_simple(text[start:end]), start, end)
    keep(done, len(text))
    return Plain("".join(parts), starts, ends)


def _clusters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of what may compose: a character with its marks, a syllable of Hangul."""
    found: list[tuple[int, int]] = []
    for place in range(start, end):
        letter = text[place]
        # A joiner holds an emoji together; elsewhere it is dropped, like all that is ignorable.
        joins = letter == _JOINER and place > 0 and _is_pictograph(text[place - 1])
        follows = unicodedata.category(letter)[0] == "M" or (
            _JAMO.match(letter) and place > start and _JAMO.match(text[place - 1])
        )
        if found and (follows or joins):
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def _is_pictograph(letter: str) -> bool:
    return unicodedata.category(letter) == "So" or letter in "\ufe0f🏻🏼🏽🏾🏿"


def _simple(cluster: str) -> str:
    """Return a cluster in its normal form but for case; nothing for what is ignorable."""
    joined = cluster.endswith(_JOINER) and len(cluster) > 1
    bare = _IGNORABLE.sub("", cluster).translate(_PLAIN)
    composed = unicodedata.normalize("NFC", bare)
    meant = unicodedata.normalize("NFKC", bare).translate(_PLAIN)
    if meant != composed and not (_WORDLIKE.fullmatch(meant) or len(meant) == 1):
        meant = composed
    return meant + _JOINER * joined
