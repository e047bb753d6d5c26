"""What is promised when something goes wrong, and the tests that try it.

`python tests/faults.py` runs these tests and prints a line for each fault. Exit status 0 if all hold.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import pytest


class Fault(NamedTuple):
    """What goes wrong, what is promised then, and the tests: file, then names."""

    fault: str
    promise: str
    tests: tuple[str, ...]


_TRAIN, _FOLDER, _HUB, _SERVE = "test_train_script", "test_model_folder", "test_hub", "browser/test_serving"
FAULTS = (
    Fault(
        "SIGKILL while training",
        "the best model so far is whole; --resume goes on",
        (f"{_TRAIN}::test_a_killed_run_leaves_a_whole_model_and_goes_on",),
    ),
    Fault(
        "SIGKILL while saving, at every step",
        "the folder has the old model or the new one, whole",
        (
            f"{_FOLDER}::test_a_kill_while_saving_leaves_the_old_or_the_new_model_whole",
            f"{_FOLDER}::test_a_kill_in_the_first_save_leaves_no_model_or_a_whole_one",
        ),
    ),
    Fault(
        "Interrupted while a teacher scores or a model learns to guess",
        "the run goes on to the same result",
        (
            f"{_TRAIN}::test_a_teacher_goes_on_where_it_was_interrupted",
            "test_guess_training::test_an_interrupted_run_goes_on_to_the_same_model",
        ),
    ),
    Fault(
        "Ctrl-C while training",
        "one sentence says what is kept and how to go on",
        (
            f"{_TRAIN}::test_ctrl_c_says_what_is_kept_and_resume_ends_with_the_same_figures",
            f"{_TRAIN}::test_ctrl_c_before_the_first_whole_epoch_keeps_nothing",
        ),
    ),
    Fault(
        "A push that breaks off",
        "the Hub has the old model: a push is one commit",
        (
            f"{_HUB}::test_a_failing_push_is_one_sentence_and_changes_nothing",
            f"{_HUB}::test_a_model_is_one_commit_and_a_second_push_replaces_it",
        ),
    ),
    Fault(
        "SIGINT, SIGTERM or SIGKILL while it serves, SIGINT or SIGTERM while it starts",
        "it ends at once, leaves no process, and the port is free",
        (f"{_SERVE}::test_a_signal_ends_the_app_and_nothing_is_left",),
    ),
    Fault(
        "SIGTERM with requests under way",
        "they are answered, for a second; nothing new is accepted",
        (
            "test_connections::test_what_has_been_asked_at_sigterm_is_answered_and_nothing_new_is",
            "test_connections::test_a_request_that_is_never_complete_does_not_hold_up_the_end",
        ),
    ),
    Fault(
        "Disk full",
        "said before training if it can be known; the old model stays, and no half of a new one",
        (
            f"{_FOLDER}::test_a_full_disk_leaves_the_old_model_and_no_half_of_the_new_one",
            f"{_TRAIN}::test_a_disk_without_room_is_said_at_once",
            f"{_TRAIN}::test_a_disk_that_fills_up_leaves_the_old_model_and_one_sentence",
            "test_hub_programs::test_a_full_disk_half_way_is_said_and_nothing_half_written_stays",
        ),
    ),
    Fault(
        "A disk or cache that cannot be written",
        "one sentence names it, before anything is done",
        (
            f"{_TRAIN}::test_a_folder_that_cannot_be_written_is_said_at_once",
            "test_archive::test_a_cache_that_cannot_be_written_names_data",
            f"{_HUB}::test_a_cache_that_cannot_be_written_is_named",
        ),
    ),
    Fault(
        "No home, or one that cannot be written",
        "the page is served; training asks for --data; nothing is created",
        (
            f"{_TRAIN}::test_without_a_home_data_is_asked_for_and_nothing_is_created",
            "test_archive::test_without_a_home_the_message_names_data_and_nothing_is_created",
            f"{_SERVE}::test_a_home_that_cannot_be_written_is_not_needed",
        ),
    ),
    Fault(
        "The clock jumps",
        "nothing depends on it: times are measured by a clock that only goes forward",
        ("test_faults::test_nothing_depends_on_the_time_of_day",),
    ),
    Fault(
        "A file of a model is missing, cut, changed or of another model",
        "it is named, and the model is not loaded",
        (
            f"{_FOLDER}::test_a_missing_file_is_named",
            f"{_FOLDER}::test_a_changed_file_is_named",
            f"{_FOLDER}::test_random_damage_never_brings_another_exception",
            f"{_FOLDER}::test_statistics_of_another_model_are_named",
            f"{_FOLDER}::test_weights_of_another_network_are_refused",
            f"{_FOLDER}::test_weights_for_another_vocabulary_are_refused",
        ),
    ),
    Fault(
        "A checkpoint is cut or changed",
        "it is refused, or means the same",
        (
            "test_training::test_a_cut_state_is_refused",
            "test_training::test_a_state_with_a_byte_changed_is_refused_or_means_the_same",
        ),
    ),
    Fault(
        "The dataset is cut or changed",
        "it is refused",
        (
            "test_archive::test_a_cut_archive_is_refused",
            "test_archive::test_an_archive_with_a_byte_changed_is_refused",
        ),
    ),
    Fault(
        "The port is taken",
        "the next free one is used, or named if another was asked for",
        (
            f"{_SERVE}::test_the_default_port_taken_is_said_and_the_next_free_one_used",
            f"{_SERVE}::test_a_taken_port_that_was_asked_for_is_named_with_the_next_free_one",
        ),
    ),
    Fault(
        "No file descriptors are left",
        "new connections wait or are refused; the server goes on",
        (
            "test_connections::test_without_files_for_more_connections_the_server_goes_on",
            "test_connections::test_more_connections_than_the_limit_are_refused_until_others_end",
        ),
    ),
    Fault(
        "Memory runs out",
        "one sentence; the page goes on without what needed more",
        (
            f"{_TRAIN}::test_too_little_memory_is_one_sentence",
            f"{_SERVE}::test_without_memory_for_gradients_the_page_says_so_and_reads_on",
        ),
    ),
    Fault(
        "Two trainings into one folder",
        "the second is refused at once and names the first",
        (
            f"{_TRAIN}::test_a_second_training_in_a_folder_is_refused_and_names_the_first",
            f"{_TRAIN}::test_the_lock_of_a_process_that_died_is_taken_over",
            f"{_TRAIN}::test_seeds_train_side_by_side",
        ),
    ),
    Fault(
        "The network is cut",
        "one sentence; what is in the cache is used; nothing half written stays",
        (
            "test_archive::test_a_download_that_is_cut_midway_is_thrown_away",
            f"{_HUB}::test_a_failing_download_is_one_sentence_and_leaves_nothing_half_written",
            f"{_HUB}::test_if_the_hub_fails_the_cache_serves_and_says_so",
            f"{_SERVE}::test_while_the_model_loads_the_page_says_so_then_loses_and_finds_its_server",
        ),
    ),
)


class _Outcomes:
    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test ended; a skipped or failed set-up counts too."""
        if report.when == "call" or report.outcome != "passed":
            test = report.nodeid.partition("[")[0].removeprefix("tests/")
            self.found.setdefault(test, []).append(report.outcome)


def main() -> int:
    outcomes, here = _Outcomes(), Path(__file__).parent
    named = {test.replace("::", ".py::") for fault in FAULTS for test in fault.tests}
    # Browser tests run in a process of their own, as in checks.py.
    for browser in (False, True):
        tests = sorted(str(here / test) for test in named if test.startswith("browser/") == browser)
        pytest.main(["-q", "--no-header", "--no-summary", *tests], plugins=[outcomes])
    held = True
    for fault, promise, tests in FAULTS:
        found = [outcomes.found.get(test.replace("::", ".py::"), ["not run"]) for test in tests]
        ended = [outcome for several in found for outcome in several]
        holds = set(ended) == {"passed"}
        held = held and holds
        print(
            f"{'holds ' if holds else 'FAILED'} {fault}: {promise} ({ended.count('passed')} of {len(ended)})"
        )
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
