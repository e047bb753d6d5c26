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
- the ends of contractions that corpora keep apart ("does n't", "it 's", as in the Penn Treebank) are
  joined to their words;
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
    "a|abbr|acronym|address|area|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas|"
    "caption|center|cite|code|col|colgroup|data|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|"
    "figcaption|figure|font|footer|form|g|h[1-6]|head|header|hgroup|hr|html|i|iframe|img|input|ins|kbd|label|"
    "legend|li|link|main|map|mark|menu|meta|nav|nobr|noscript|object|ol|optgroup|option|output|p|param|path|"
    "picture|pre|q|rp|rt|ruby|s|samp|section|select|slot|small|source|span|spoiler|strike|strong|sub|summary|"
    "sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|use|var|video|wbr|"
    "[a-z]{1,20}:[a-z]{1,40}"
)
_MARKUP = re.compile(
    rf"""</?(?:{_TAGS})(?:\s(?:[^<>"']|"[^"]{{0,2000}}"|'[^']{{0,2000}}')*|\s*/)?>"""
    r"|<(?:!doctype|\?xml)\s[^<>]*>",
    re.IGNORECASE,
)
_BLOCKS = [
    (re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE))
    for opening, closing in (
        ("<!--", "-->"),
        (r"<script\b[^<>]*>", r"</script\s*>"),
        (r"<style\b[^<>]*>", r"</style\s*>"),
    )
]
"""What a browser shows nothing of: where it begins and ends."""
_REFERENCE = re.compile(
    r"&(?:amp;)*(?:#0*\d{1,7};?|#[xX]0*[0-9a-fA-F]{1,6};?|(?:quot|apos|[lr][sd]quo|[nm]dash|hellip|nbsp);)"
    r"|&[A-Za-z][A-Za-z0-9]{1,31};"
)
_IGNORABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CLUSTER = re.compile(rf"[\u1100-\u11ff]+|(?s:.)[{character_class('Mn', 'Mc', 'Me')}]{{1,30}}|[^\t-\r -~]")
"""What may compose to one character: letters of Hangul, a character with its marks (at most 30, as in
the Stream-Safe Text Format of UAX #15: ordering more would take quadratic time)."""
_PLAIN_ASCII = re.compile(r"[\t-\r -~]*")
_HYPHENS = re.compile("--+")
_END_OF_CONTRACTION = re.compile(r"(?<=[^\W_]) (?:n't|'(?:s|re|ve|ll|d|m))(?![\w'])", re.IGNORECASE)
_JOINER = "\u200d"
_PLAIN = {
    **dict.fromkeys(map(ord, "`´‘’‚‛′‵ʹʻʼʽˈˊˋ＇｀❛❜ꞌ՚"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″‶«»〝〞〟＂❝❞‹›⹂「」『』﹁﹂﹃﹄｢｣"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―⁃−﹘﹣－⸺⸻֊־᐀᠆⁓⸗⸚⹀⹝〜〰゠︱︲"), "-"),
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
    found = Plain(_without_markup(text).replace("`", "'"))
    if "&" in found.text:
        found = found.substitute(_REFERENCE, _referred)
    if not _PLAIN_ASCII.fullmatch(found.text):
        found = found.substitute(_IGNORABLE, _kept).substitute(_CLUSTER, _simple)
    if _END_OF_CONTRACTION.search(found.text):
        found = found.substitute(_END_OF_CONTRACTION, lambda match: match.group().strip())
    return found.substitute(_HYPHENS, lambda match: "-") if "--" in found.text else found


def _without_markup(text: str) -> str:
    """Return a text with as many spaces as its markup had characters, so that words keep their place."""
    if "<" not in text:
        return text
    for opening, closing in _BLOCKS:
        parts, done = [], 0
        for match in opening.finditer(text):
            if match.start() >= done:
                end = closing.search(text, match.end())
                if not end:
                    break  # nor is there one for any that follows
                parts += [text[done : match.start()], " " * (end.end() - match.start())]
                done = end.end()
        text = "".join([*parts, text[done:]])
    return _MARKUP.sub(lambda match: " " * len(match.group()), text)


def _referred(match: re.Match[str]) -> str:
    """Return the character of a reference, even of one whose ampersand was written as a reference."""
    letter = html.unescape(re.sub("^&(?:amp;)+(?=.)", "&", match.group()))
    return letter if len(letter) == 1 else match.group()


def _kept(match: re.Match[str]) -> str:
    """Return nothing for what is ignorable, unless it belongs to a cluster or joins pictographs."""
    letter, before = match.group(), match.string[match.start() - 1 : match.start()]
    joins = letter == _JOINER and _is_pictograph(before)
    return letter if joins or unicodedata.category(letter) == "Mn" else ""


def _simple(match: re.Match[str]) -> str:
    """Return a cluster in its normal form except for case."""
    cluster = match.group()
    bare = cluster if cluster == _JOINER else _IGNORABLE.sub("", cluster).translate(_PLAIN)
    composed = unicodedata.normalize("NFC", bare).translate(_PLAIN)
    meant = unicodedata.normalize("NFKC", bare).translate(_PLAIN)
    return meant if len(meant) == 1 or meant == "..." or _WORDLIKE.fullmatch(meant) else composed


def _is_pictograph(letter: str) -> bool:
    return letter in "\ufe0f🏻🏼🏽🏾🏿" or unicodedata.category(letter) == "So"
