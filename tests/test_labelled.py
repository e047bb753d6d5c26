"""Files of labelled texts: ours, and those of other people, whatever they call their columns."""

from __future__ import annotations

import codecs

import pytest

from brnn.data.archive import DataError
from brnn.data.labelled import read


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("own.csv", 'text,label,tag\n"Good, really",positive,plain\nBad,negative,plain\n'),
        ("own.csv", 'label,text\r\npositive,"Good, really"\r\nnegative,Bad\r\n'),
        ("glue.tsv", "sentence\tlabel\nGood, really\t1\nBad\t0\n"),
        ("others.tsv", "text\tlabel\nGood, really\tpositive\nBad\tnegative\n"),
    ],
)
@pytest.mark.parametrize("mark", ["", "utf-8-sig", "utf-16"])
def test_tables_of_either_kind_are_read(name, content, mark, tmp_path):
    path = tmp_path / name
    path.write_bytes(content.encode(mark or "utf-8"))
    found = read(path)
    assert found.texts == ("Good, really", "Bad")
    assert found.labels.tolist() == [1, 0]
    assert set(found.tags) == ({"plain"} if "tag" in content else {""})


def test_quotation_marks_are_text_in_a_tsv(tmp_path):
    path = tmp_path / "sst.tsv"
    path.write_text('text\tlabel\n" good " he said\tpositive\n"bad\tnegative\n')
    assert read(path).texts == ('" good " he said', '"bad')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no texts"),
        (b"text,label,tag\n", "holds no texts"),
        (b"text\nGood\n", "line 2: expected text, label"),
        (b"text,label\nGood,positive\nBad,2\n", "line 3: expected text, label"),
        (b"text,label,tag\nGood, really,positive,plain\n", "line 2: expected text, label"),
        (b"text,label,tag\nGood,positive\n", "line 2: expected text, label"),
        (b"text,label\n,positive\n", "line 2: expected text, label"),
        (codecs.BOM_UTF8 + b"text,label\nna\xefve,positive\n", "not text in UTF-8"),
        (b"text,label\n" + b"x" * 200_000 + b",positive\n", "field larger than"),
        (b"text,label\n" + b"x" * 100_001 + b",positive\n", "line 2: a review may have up to 100,000"),
    ],
)
def test_a_file_of_something_else_is_refused_by_line(content, message, tmp_path):
    path = tmp_path / "short.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read(path)
