"""Faults: each has tests, see faults.py, and one that no single test tries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from faults import FAULTS

TESTS = Path(__file__).parent
CLOCK = re.compile(
    r"\btime\.time\(|\btime_ns\(|\b(now|today|utcnow)\(|\blocaltime\(|\bgmtime\(|\bst_[amc]time"
)


@pytest.mark.parametrize("test", sorted({test for fault in FAULTS for test in fault.tests}))
def test_the_tests_of_a_fault_exist(test):
    file, _, name = test.partition("::")
    assert re.search(rf"^def {name}\(", (TESTS / f"{file}.py").read_text("utf-8"), re.MULTILINE)


def test_nothing_depends_on_the_time_of_day():
    root = TESTS.parent
    files = [root / "train.py", root / "app.py", *(root / "brnn").rglob("*.py")]
    assert len(files) > 150
    for file in files:
        assert not CLOCK.search(file.read_text("utf-8")), file
    for example in ("time.time()", "datetime.now(UTC)", "path.stat().st_mtime", "date.today()"):
        assert CLOCK.search(example)
