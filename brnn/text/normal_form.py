"""The normal form in which words are looked up, so that texts which look alike read alike.

- character references (`&#39;`, `&quot;`) stand for their characters, and the control characters
  U+0080 to U+009F for those that Windows-1252 has in their place (both as in HTML 5);
- other control characters that are not white space and default-ignorable characters, such as the soft
  hyphen, are dropped (UAX #44, section 5.3), except the joiners inside an emoji (UTS #51);
- apostrophes, quotation marks, dashes and hyphens of all kinds become ' " and - (the characters
  that UAX #29 and the Dash and Quotation_Mark properties of UAX #44 group together), and several
  hyphens in a row, which typewriters use for a dash, become one;
- canonically equivalent characters are composed (NFC, UAX #15); compatibility characters stand for
  their letters and digits (NFKC: "ﬁ" is "fi"), unless that would make several words of one;
- letters are lower case.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
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
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_IGNORABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CLUSTER = re.compile(rf"[\u1100-\u11ff]+|(?s:.)[{character_class('Mn', 'Mc', 'Me')}]+|[^\t-\r -~]")
"""What may compose to one character: letters of Hangul, a character with its marks."""
_PLAIN_ASCII = re.compile(r"[\t-\r -~]*")
_HYPHENS = re.compile("--+")
_JOINER = "\u200d"
_PLAIN = {
    **dict.fromkeys(map(ord, "`´‘’‚‛′‵ʹʻʼʽˈˊˋ＇｀❛❜"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″‶«»〝〞〟＂❝❞‹›"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―⁃−﹘﹣－⸺⸻"), "-"),
    ord("…"): "...",
}
_PLAIN |= {code: bytes([code]).decode("cp1252", "ignore").translate(_PLAIN) for code in range(0x80, 0xA0)}


class Plain(NamedTuple):
    """A text in its normal form except for case.

    starts, ends: where each of its characters begins and ends in the text as typed; None if every
        character is at its own place.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the span in the text as typed of a span of this text, which is not empty."""
        if self.starts is None or self.ends is None:
            return first, last
        return self.starts[first], self.ends[last - 1]

    def substitute(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Plain:
        """Return the text with all matches replaced; their characters take the span of the match."""
        text, length = self.text, len(self.text)
        starts = range(length) if self.starts is None else self.starts
        ends = range(1, length + 1) if self.ends is None else self.ends
        parts: list[str] = []
        new_starts: list[int] = []
        new_ends: list[int] = []
        done = 0
        for match in pattern.finditer(text):
            first, last = match.span()
            part = new(match)
            if part == match.group():
                continue
            parts += text[done:first], part
            new_starts += [*starts[done:first], *[starts[first]] * len(part)]
            new_ends += [*ends[done:first], *[ends[last - 1]] * len(part)]
            done = last
        return Plain("".join([*parts, text[done:]]), [*new_starts, *starts[done:]], [*new_ends, *ends[done:]])


def plain(text: str) -> Plain:
    """Return a text in its normal form except for case, with the way back to what was typed."""
    # As many spaces as there were characters, so that every word keeps its place.
    found = Plain(_MARKUP.sub(lambda match: " " * len(match.group()), text).replace("`", "'"))
    if "&" in found.text:
        found = found.substitute(_REFERENCE, lambda match: html.unescape(match.group()))
    if not _PLAIN_ASCII.fullmatch(found.text):
        found = found.substitute(_CLUSTER, _simple)
    return found.substitute(_HYPHENS, lambda match: "-") if "--" in found.text else found


def _simple(match: re.Match[str]) -> str:
    """Return a cluster in its normal form except for case; nothing for what is ignorable."""
    cluster = match.group()
    if cluster == _JOINER and _is_pictograph(match.string[match.start() - 1 : match.start()]):
        return cluster
    bare = _IGNORABLE.sub("", cluster).translate(_PLAIN)
    composed = unicodedata.normalize("NFC", bare)
    meant = unicodedata.normalize("NFKC", bare).translate(_PLAIN)
    return meant if len(meant) == 1 or meant == "..." or _WORDLIKE.fullmatch(meant) else composed


def _is_pictograph(letter: str) -> bool:
    return letter in "\ufe0f🏻🏼🏽🏾🏿" or unicodedata.category(letter) == "So"
