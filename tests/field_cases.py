"""Run the tests of all cases from the field and print a line for each. Exit status 0 if all hold.

A test belongs to a case by its mark, `@pytest.mark.field_case(number)`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

CASES = {
    1: "A clone with Windows line ends starts",
    2: "Training never removes files that are not a model's",
    3: "A link as the output folder",
    4: "Several trainings at once",
    5: "A new run where an interrupted one could be resumed",
    6: "Reviews of which nothing is left",
    7: "Full disk, or a folder that cannot be written",
    8: "No home folder",
    9: "Behind a proxy, with the prefix stripped or kept",
    10: "Every form of the root path",
    11: "Empty environment variables",
    12: "The name of a question never replaces a property",
    13: "Several workers end together",
    14: "A printed page",
    15: "Apostrophes",
    16: "Accents as combining marks",
    17: "Soft hyphens and other invisible characters",
    18: "Ligatures and other compatibility forms",
    19: "Entities and tags",
    20: "Quotation marks, dashes and hyphens",
    21: "Texts in UTF-16",
    22: "Counts too large",
    23: "Output that cannot be written",
    24: "Messages count as the user does",
    25: "Numbers out of range are named with their option",
    26: "Options that would have no effect",
}


class Outcomes:
    """Collects the outcomes of each case's tests."""

    def __init__(self) -> None:
        self.case_of: dict[str, int] = {}
        self.outcomes: dict[int, list[str]] = defaultdict(list)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep only the tests of cases."""
        marks = {item: item.get_closest_marker("field_case") for item in items}
        items[:] = [item for item, mark in marks.items() if mark]
        self.case_of = {item.nodeid: marks[item].args[0] for item in items}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test ended; a skipped or failed set-up counts too."""
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[self.case_of[report.nodeid]].append(report.outcome)


def main() -> int:
    found = Outcomes()
    pytest.main(["-q", "--no-header", "--no-summary", str(Path(__file__).parent)], plugins=[found])
    holds = {case: set(found.outcomes[case]) == {"passed"} for case in CASES}
    for case, title in CASES.items():
        outcomes = found.outcomes[case]
        passed = outcomes.count("passed")
        print(f"{'holds ' if holds[case] else 'FAILED'} {case:2} {title}: {passed} of {len(outcomes)} tests")
    return int(not all(holds.values()))


if __name__ == "__main__":
    sys.exit(main())
