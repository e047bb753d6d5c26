"""`python -m brnn`: verdicts for people and for machines."""

from __future__ import annotations

import codecs
import dataclasses
import io
import json
import os
import subprocess
import sys

import pytest
from oracle import random_analyzer
from places import ROOT

import brnn
from brnn import Analyzer
from brnn.cli.command import main
from brnn.cli.explain import verdict_line
from brnn.cli.terminal import harmless, shortened
from brnn.records import Verdict
from brnn.text.words import MAX_CHARACTERS


class Terminal(io.TextIOWrapper):
    """Standard input with a person at it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(saved, capsys, monkeypatch):
    """Run the command line with a small model; returns status, lines out and lines of errors."""

    def run(*arguments, stdin: bytes = b"", stream=io.TextIOWrapper):
        monkeypatch.setattr("sys.stdin", stream(io.BufferedReader(io.BytesIO(stdin)), "utf-8"))
        status = main([*arguments, "--model", str(saved)])
        captured = capsys.readouterr()
        return status, captured.out.split("\n")[:-1], captured.err.split("\n")[:-1]

    monkeypatch.setenv("COLUMNS", "80")
    return run


def test_texts_get_a_verdict_each(run, saved):
    status, out, err = run("good film", "dull")
    assert (status, err) == (0, [])
    for text, line in zip(("good film", "dull"), out, strict=True):
        verdict = Analyzer.load(saved).analyze(text).verdict
        likely = max(verdict.probability, 1 - verdict.probability)
        sign = "+" if verdict.label == "positive" else "−"
        logit = f"{sign}{abs(verdict.logit):.2f}"
        assert line.split() == [verdict.label, f"{likely:.0%}", logit, *text.split()]


def test_json_has_all_fields_one_object_a_line(run):
    status, out, err = run("--json", "good \x1b[1m “film”\n", "")
    assert (status, err) == (0, [])
    first, second = map(json.loads, out)
    assert first == {
        "text": "good \x1b[1m “film”\n",
        "label": first["label"],
        "probability": pytest.approx(Verdict(first["logit"]).probability),
        "logit": first["logit"],
        "doubt": None,
        "words_read": 3,
        "unknown": 1,
        "cut_off": 0,
    }
    assert (second["text"], second["words_read"], second["doubt"]) == ("", 0, "no words")


def test_a_doubtful_verdict_says_why(run):
    status, (line,), _ = run("zzqx vvyk")
    assert status == 0
    assert line.endswith("  (unknown words) zzqx vvyk")


def test_every_line_of_standard_input_is_a_review(run):
    status, out, err = run("--json", stdin="good\r\n\ndull\x0cfilm\u2028it\rwas\nlast".encode())
    texts = [json.loads(line)["text"] for line in out]
    assert texts == ["good", "", "dull\x0cfilm\u2028it\rwas", "last"]
    assert (status, err) == (0, [])


@pytest.mark.field_case(21)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_standard_input_is_read_by_its_byte_order_mark(run, encoding):
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    status, out, err = run("--json", stdin=mark + "a café\r\n\r\n好 film 😊".encode(encoding))
    assert [json.loads(line)["text"] for line in out] == ["a café", "", "好 film 😊"]
    assert (status, err) == (0, [])


@pytest.mark.field_case(21)
@pytest.mark.parametrize(
    "line", [b"caf\xe9", "fun".encode("utf-16-be"), "good".encode("utf-16-le"), b"\xed\xa0\x80", b"\xff"]
)
def test_a_line_that_is_not_text_is_refused_and_the_others_are_answered(run, line):
    status, out, err = run("--json", stdin=b"good\n" + line + b"\ndull\n")
    assert status == 2
    assert json.loads(out[0])["text"] == "good"
    assert "line 2: this is not text in UTF-8, or in UTF-16 with a byte-order mark" in err[0]


@pytest.mark.field_case(21)
def test_half_a_character_of_utf_16_is_refused(run):
    status, out, err = run(stdin="good\ndull".encode("utf-16") + b"x")
    assert (status, len(out)) == (2, 1)
    assert "line 2: this is not text" in err[0]


@pytest.mark.field_case(21)
def test_an_argument_that_is_not_text_is_refused(run):
    assert run("good", "caf\udce9")[0] == 2


def test_no_input_gives_no_output(run):
    assert run() == (0, [], [])


def test_a_line_too_long_is_named_and_the_others_are_answered(run):
    status, out, err = run(stdin=b"good\n" + b"a" * (MAX_CHARACTERS + 1) + b"\ndull\n")
    assert status == 2
    assert [line.split()[-1] for line in out] == ["good", "dull"]
    assert len(err) == 1
    assert "line 2: a review may have up to 100,000 characters" in err[0]


def test_a_model_that_is_not_there_is_named_in_one_line(capsys, tmp_path):
    assert main(["good", "--model", str(tmp_path / "no\x1b[31mne")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("brnn: there is no model folder")
    assert captured.err.endswith("/no�[31mne\n")


def test_an_unknown_flag_ends_with_status_2(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--nonsense"])
    assert ended.value.code == 2
    assert "--nonsense" in capsys.readouterr().err


def test_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"brnn {brnn.__version__}\n"


def test_a_person_at_a_terminal_gets_a_hint(run):
    assert "one review per line" in run(stream=Terminal)[2][0]


@pytest.mark.parametrize(
    ("logit", "expected"),
    [
        (0.0, "negative   50%    0.00  good"),
        (2.19, "positive   90%   +2.19  good"),
        (-2.19, "negative   90%   −2.19  good"),
        (-5.8, "negative  >99%   −5.80  good"),
        (123.4, "positive  >99%  +123.40  good"),
    ],
)
def test_a_verdict_is_label_its_probability_log_odds_and_text(logit, expected):
    analysis = random_analyzer().analyze("good")
    reading = dataclasses.replace(analysis.reading, logit=logit)
    assert verdict_line(dataclasses.replace(analysis, reading=reading)) == expected


def test_nothing_to_read_is_said():
    assert verdict_line(random_analyzer().analyze(" ?! ")).endswith("(nothing to read)")


def test_no_character_of_a_text_commands_the_terminal():
    assert harmless("a\x1b[31m\x9b\x00\x7f\u202eb\n\tc\u2028d\r\ne") == "a�[31m����b c d e"
    assert harmless("👨‍👩‍👧 می‌خواهم") == "👨‍👩‍👧 می‌خواهم"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ten  chars", "ten  chars"),
        ("eleven char", "eleven ch…"),
        ("word   and more", "word   an…"),
        ("好好好好好", "好好好好好"),
        ("好好好好好好", "好好好好…"),
        ("e\u0301" * 10, "e\u0301" * 10),
        ("", ""),
    ],
)
def test_a_text_is_shortened_to_the_columns_there_are(text, shown):
    assert shortened(text, 10) == shown


def test_as_a_program_it_is_quiet_and_stops_when_nobody_reads_on(saved):
    command = [sys.executable, "-m", "brnn", "--model", str(saved)]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, cwd=ROOT, **pipes) as program:
        program.stdin.write(b"good film\n")
        program.stdin.flush()
        assert program.stdout.readline().endswith(b"  good film\n")  # answered before the end
        program.stdout.close()
        program.stdin.write(b"dull\n" * 10)
        program.stdin.close()
        assert program.stderr.read() == b""
        assert program.wait(60) == 0


@pytest.fixture
def program(saved):
    """Run the program in a shell that redirects its streams. Returns what ended and what it wrote."""

    def run(arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = f"exec {sys.executable} -m brnn --model {saved} {arguments}"
        options = {"cwd": ROOT, "env": {**os.environ, **environment}, "text": True}
        return subprocess.run(["bash", "-c", command], capture_output=True, check=False, **options)

    return run


@pytest.mark.field_case(23)
@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments", ["good > /dev/full", "--json good >&-", "--help > /dev/full", "good bad >&-"]
)
def test_output_that_cannot_be_written_ends_with_status_1_and_one_line(program, arguments, buffered):
    ended = program(arguments, PYTHONUNBUFFERED=buffered)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr in (
        "cannot write the output: No space left on device\n",
        "cannot write the output: Bad file descriptor\n",
    )


@pytest.mark.field_case(23)
@pytest.mark.parametrize("arguments", ["--nonsense", "--model nowhere good", "explain good --method x"])
@pytest.mark.parametrize("stream", ["2>&-", "2> /dev/full"])
def test_no_message_appears_on_the_wrong_stream(program, arguments, stream):
    ended = program(f"{arguments} {stream}")
    assert ended.returncode in (1, 2)
    assert (ended.stdout, ended.stderr) == ("", "")


@pytest.mark.field_case(23)
def test_verdicts_need_no_standard_error_and_no_standard_input(program):
    ended = program("good 2>&- <&-")
    assert (ended.returncode, len(ended.stdout.splitlines())) == (0, 1)
    assert program("<&-").returncode == 0
