"""Bytes as text, by their byte-order mark; standard streams that are closed, full or not text."""

from __future__ import annotations

import codecs
import contextlib
import functools
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import ParamSpec, TextIO

_UNDECODABLE = "\udcff"  # text from bytes never has it otherwise
# Bytes that are not text, or the pattern of UTF-16 or UTF-32 without a mark. A single NUL does no harm.
_NOT_TEXT = re.compile(
    "[\udc80-\udcff]|(?:[^\0]\0){2}|(?:\0[^\0]){2}|(?:[^\0]{1,2}\0{2,3}){2}|(?:\0{2,3}[^\0]{1,2}){2}"
    "|[^\0-\x08]([\1-\x08])(?:[^\0-\x08]\\1){2}"
)
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_Arguments = ParamSpec("_Arguments")

codecs.register_error("brnn.marked", lambda error: (_UNDECODABLE, error.end))  # type: ignore[attr-defined]


class _Ended(Exception):
    """The program ends with this status; what is to be said has been said."""


class NotText(ValueError):
    """Something that is not text in a known encoding. The message says what is accepted."""


def decode(content: bytes) -> str:
    """Return bytes as text: UTF-16 if they start with its byte-order mark, else UTF-8. Raises NotText."""
    return legible(content.decode(_encoding(content), "brnn.marked"))


def legible(text: str) -> str:
    """Return `text` itself. Raises NotText if it was made from bytes of another encoding."""
    if _NOT_TEXT.search(text):
        raise NotText("this is not text in UTF-8, or in UTF-16 with a byte-order mark")
    return text


def standard_input(wanted: str) -> TextIO:
    """Return standard input, to be checked with `legible`. wanted: what to ask for if somebody is typing."""
    stream = sys.stdin
    if stream.isatty():
        keys = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        print(f"brnn: type {wanted}; press {keys} to finish", file=sys.stderr)
    if isinstance(stream, io.TextIOWrapper):
        start = stream.buffer.peek(2) if isinstance(stream.buffer, io.BufferedReader) else b""
        stream.reconfigure(encoding=_encoding(start, "utf-8-sig"), errors="brnn.marked", newline="\n")
    return stream


def command(main: Callable[_Arguments, int]) -> Callable[_Arguments, int]:
    """Wrap the main function of a program: it ends with status 1 if its output cannot be written."""

    @functools.wraps(main)
    def guarded(*arguments: _Arguments.args, **named: _Arguments.kwargs) -> int:
        _stand_in_for_closed_streams()
        for name in [name for name, value in os.environ.items() if not value]:
            if name.startswith(("HF_", "TQDM_")):  # compose files leave variables empty; libraries fail
                del os.environ[name]
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # Not every terminal can print “−”. argparse hides errors of a stream that writes at once.
                stream.reconfigure(errors="backslashreplace", write_through=stream is sys.stderr)
        try:
            try:
                return main(*arguments, **named)
            except _Ended as ended:
                return int(ended.args[0])
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
        except OSError as error:
            if error.filename is not None:
                raise
            broken_pipe = isinstance(error, BrokenPipeError)  # `brnn … | head`
            with contextlib.suppress(OSError):
                if not broken_pipe:
                    print(f"cannot write the output: {error.strerror}", file=sys.stderr, flush=True)
            for stream in (sys.stdout, sys.stderr):  # Python flushes both again at exit
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            return 0 if broken_pipe else 1

    return guarded


@contextlib.contextmanager
def ending(prog: str, *expected: type[Exception], interrupted: str) -> Iterator[None]:
    """Let a `command` end with one sentence: status 1 for an expected error, 130 for Ctrl-C.

    prog: the program's name. interrupted: what Ctrl-C leaves behind.
    """
    try:
        yield
    except expected as error:
        print(f"{prog}: {reason(error)}", file=sys.stderr)
        raise _Ended(1) from error
    except KeyboardInterrupt:
        print(f"\n{prog}: interrupted; {interrupted}", file=sys.stderr)
        raise _Ended(130) from None


def reason(error: Exception) -> str:
    """Return what went wrong; of an OSError with which file, without its number."""
    parts = (error.filename, error.strerror) if isinstance(error, OSError) else ()
    return ": ".join(str(part) for part in parts if part) or str(error)


def _encoding(start: bytes, otherwise: str = "utf-8") -> str:
    return "utf-16" if start.startswith(_MARKS) else otherwise


def _stand_in_for_closed_streams() -> None:
    """Open what the parent closed, so that no other file gets its number and is written to.

    Messages go nowhere, but writing to standard output fails, as it must: its stand-in is read-only.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            flags = os.O_WRONLY if name == "stderr" else os.O_RDONLY
            setattr(sys, name, open(os.open(os.devnull, flags), mode))  # noqa: SIM115, PTH123
