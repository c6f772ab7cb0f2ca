"""The finder with the real worker and the real model, and what it says when one of them is missing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from entities.finding import desk as desk_module
from entities.finding import process as process_module
from entities.finding.cache import EntityCache
from entities.finding.finder import (
    EntitiesUnavailable,
    EntityFinder,
    Found,
    Progress,
    Unavailable,
    Update,
    find_all,
    find_entities,
)
from entities.finding.model import Model, find_model, model_label
from entities.finding.process import WorkerProcess
from entities.records import Findings, Mention
from reports.document import Blocks, Report
from tests.entities.conftest import SEEDS, MakeReport, report_of

ROOT = SEEDS.parent
PATIENCE = 60.0
"""Seconds until a state that must come is given up: a worker on a busy machine takes 10 to load its model."""


class Told:
    """Everything a finder told, and when."""

    def __init__(self) -> None:
        self.updates: list[tuple[float, Update]] = []
        self._changed = threading.Condition()

    def __call__(self, update: Update) -> None:
        with self._changed:
            self.updates.append((time.monotonic(), update))
            self._changed.notify_all()

    def until(self, is_it: Callable[[Update], bool]) -> Update:
        """The first update like this, waiting for it."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(is_it(one) for _, one in self.updates), PATIENCE), (
                self.updates
            )
            return next(one for _, one in self.updates if is_it(one))

    def last(self) -> Update:
        """The update that ends a report."""
        return self.until(
            lambda one: isinstance(one, Unavailable) or (isinstance(one, Found) and one.findings.complete)
        )


def wait_until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Look again and again until it is so; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def workers_of(parent: int, module: str = "entities.finding.worker") -> list[psutil.Process]:
    """The running workers that this process started."""
    found = []
    for child in psutil.Process(parent).children():
        try:
            if module in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def all_mentions(findings: Findings) -> list[Mention]:
    return list(findings.mentions)


def repeated(report: Report, times: int) -> Report:
    """The report so many times behind itself."""
    step = len(report.text) + 1
    blocks = [
        replace(block, start=block.start + at * step, end=block.end + at * step)
        for at in range(times)
        for block in report.blocks
    ]
    return replace(
        report, text="\n".join([report.text] * times), blocks=Blocks(blocks), text_sha256=f"{times}"
    )


HOSTILE = {
    "surrogates": "Kyiv \ud800 fell to \udfffRussia, said Petro Poroshenko in Lviv.",
    "controls": "\x00\x1b[31mKyiv\x1b[0m fell, \x07 said \x9b Petro Poroshenko.",
    "capitals": "BOMBING KILLS FIVE IN KYIV, SAYS PETRO POROSHENKO OF UKRAINE. " * 20,
    "one sentence": "Kyiv and Moscow and Petro Poroshenko and " * 2_500,
    "one word": "x" * 300_000 + " Kyiv",
    "brackets": "(" * 100_000,
    "blank": " \t ",
    "nothing": "",
    "right to left": "قال زيلينسكي \u202e Kyiv \u2066 in Lviv \u200b said.",
    "faces": "👩‍👩‍👧 met Petro Poroshenko in Kyiv 🇺🇦 today",
}


@pytest.fixture(scope="module")
def seed_told(seed: Report) -> Iterator[Told]:
    """What a finder tells of the seed, and then of a long report; its worker is at work meanwhile."""
    told = Told()
    finder = EntityFinder("", None, told)
    finder.start(seed)
    told.last()
    yield told
    finder.stop()


@pytest.fixture(scope="module")
def headless(seed: Report) -> dict[str, Findings]:
    """Findings of the hostile texts, of the seed in wrapped lines and of a long report, by one worker."""
    wrapped = seed.text.replace("President Volodymyr", "President\nVolodymyr").replace(
        "Volgograd region", "Volgograd\nregion"
    )
    reports = {name: report_of(text) for name, text in HOSTILE.items()}
    reports["wrapped"] = replace(seed, text=wrapped)
    return dict(zip(reports, find_all(reports.values()), strict=True))


def test_the_entities_of_the_seed_are_merged_as_on_the_screen(seed_told: Told) -> None:
    last = seed_told.last()
    assert isinstance(last, Found)
    by_id = {one.id: one for one in last.findings.entities}
    assert (by_id["person:volodymyr-zelensky"].aliases, len(by_id["person:volodymyr-zelensky"].mentions)) == (
        ("Zelensky",),
        6,
    )
    assert (by_id["place:russia"].aliases, len(by_id["place:russia"].mentions)) == (("Russian",), 15)
    assert (by_id["place:ukraine"].aliases, len(by_id["place:ukraine"].mentions)) == (("Ukrainian",), 12)
    assert len(by_id["place:kiev"].mentions) == 4
    people = [one.name for one in last.findings.entities if one.type == "person"]
    assert people == ["Volodymyr Zelensky", "Vadim Filashkin", "Andrei Bocharov", "Radiy Khabirov"]


def test_progress_begins_before_the_model_is_loaded(seed: Report, seed_told: Told) -> None:
    assert seed_told.updates[0][1] == Progress(0, len(seed.blocks))


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_stops_the_worker_and_every_mention_is_the_words_there(
    name: str, headless: dict[str, Findings]
) -> None:
    text, findings = HOSTILE[name], headless[name]
    assert findings.complete
    found = all_mentions(findings)
    assert all(one.text == text[one.start : one.end] for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_names_are_found_in_hostile_texts_too(headless: dict[str, Findings]) -> None:
    for name in ("surrogates", "controls", "one word", "right to left", "faces"):
        assert {"Kyiv", "Lviv"} & {one.text for one in all_mentions(headless[name])}, name
    counts = {one.name: len(one.mentions) for one in headless["one sentence"].entities}
    assert counts["Kyiv"] > 2_400
    assert counts["Moscow"] > 2_400
    assert not headless["nothing"].entities
    assert not headless["blank"].entities


def test_a_name_may_go_on_over_a_line_break(headless: dict[str, Findings]) -> None:
    by_id = {one.id: one for one in headless["wrapped"].entities}
    assert len(by_id["person:volodymyr-zelensky"].mentions) == 6
    assert any("\n" in one.text for one in by_id["place:volgograd-region"].mentions)


def test_a_long_report_is_told_at_most_twice_a_second_and_from_where_she_looks(seed: Report) -> None:
    long = repeated(seed, 40)
    looked_at = len(long.blocks) - 24
    told = Told()
    finder = EntityFinder("", None, told)
    begun = time.monotonic()
    finder.start(long, looked_at)
    first = told.until(lambda one: isinstance(one, Found))
    assert isinstance(first, Found)
    assert not first.findings.complete
    assert min(one.start for one in all_mentions(first.findings)) >= long.blocks[looked_at].start
    last = told.last()
    took = time.monotonic() - begun
    finder.stop()
    assert isinstance(last, Found)
    zelensky = next(one for one in last.findings.entities if one.id == "person:volodymyr-zelensky")
    assert len(zelensky.mentions) == 40 * 6
    for kind, last_one in ((Progress, 1), (Found, 1)):
        # One more at the beginning (nothing read yet) and at the end (everything).
        assert sum(isinstance(one, kind) for _, one in told.updates) <= 2 * took + 1 + last_one
    steps = [one.done for _, one in told.updates if isinstance(one, Progress)]
    assert steps == sorted(steps)


def test_the_second_time_no_process_is_started(
    tmp_path: Path, seed: Report, seed_told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = EntityCache(tmp_path)
    last = seed_told.last()
    assert isinstance(last, Found)
    cache.save(seed, model_label(), last)

    def unusable(name: str = "") -> Model:
        raise EntitiesUnavailable("no model")

    monkeypatch.setattr(desk_module, "find_model", unusable)
    told = Told()
    EntityFinder("", cache, told).start(seed)
    assert told.last() == last
    assert len(told.updates) == 1
    assert find_entities(seed, cache=cache) == last.findings
    assert list(find_all([seed, seed], cache=cache)) == [last.findings] * 2
    with pytest.raises(EntitiesUnavailable, match="no model"):
        find_entities(replace(seed, text_sha256="other"), cache=cache)


def test_a_missing_model_is_told_in_one_sentence(seed: Report) -> None:
    told = Told()
    EntityFinder("en_core_web_nothing", None, told).start(seed)
    last = told.last()
    assert isinstance(last, Unavailable)
    assert "en_core_web_nothing" in last.sentence


def test_an_altered_model_is_refused(tmp_path: Path, seed: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    pinned = find_model()
    original, copy = Path(pinned.target), tmp_path / "copy"
    for path in original.rglob("*"):
        if path.is_file():
            link = copy / path.relative_to(original)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    settings = copy / "ner" / "cfg"
    content = settings.read_bytes()
    settings.unlink()
    settings.write_bytes(content[:-1] + b" ")
    monkeypatch.setattr(desk_module, "find_model", lambda name: Model(pinned.label, str(copy), pinned.digest))
    with pytest.raises(
        EntitiesUnavailable, match="was altered and is not used: pip install --force-reinstall"
    ):
        find_entities(seed)


def test_a_worker_that_dies_is_replaced_once(seed: Report) -> None:
    told = Told()
    before = {one.pid for one in workers_of(os.getpid())}
    finder = EntityFinder("", None, told)
    finder.start(seed)
    for _ in range(2):
        new: list[int] = []

        def has_come(new: list[int] = new) -> bool:
            new[:] = [one.pid for one in workers_of(os.getpid()) if one.pid not in before]
            return bool(new)

        wait_until(has_come)
        before.update(new)
        os.kill(new[0], signal.SIGKILL)
    last = told.last()
    assert isinstance(last, Unavailable)
    assert last.sentence.startswith("The language model stopped 2 times (signal 9) and is left alone; ")
    finder.stop()
    # Workers of other tests may still be ending.
    wait_until(lambda: all(is_gone(pid) for pid in before - {one.pid for one in workers_of(os.getpid())}))


def test_stopping_ends_the_worker_does_not_wait_for_it_and_may_be_done_twice(
    seed: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "GRACE", PATIENCE)
    told = Told()
    before = {one.pid for one in workers_of(os.getpid())}
    finder = EntityFinder("", None, told)
    finder.stop()
    finder.start(seed)
    new: list[psutil.Process] = []

    def has_come() -> bool:
        new[:] = [one for one in workers_of(os.getpid()) if one.pid not in before]
        return bool(new)

    wait_until(has_come)
    worker = new[0]
    # A suspended worker cannot end: whoever waits for it waits until it is killed.
    worker.suspend()
    try:
        wait_until(lambda: worker.status() == psutil.STATUS_STOPPED)
        finder.stop()
        finder.look_at(3)
        finder.stop()
        assert worker.status() == psutil.STATUS_STOPPED
    finally:
        worker.resume()
    wait_until(lambda: is_gone(worker.pid))
    assert not any(isinstance(one, Unavailable | Found) for _, one in told.updates)


def test_a_worker_that_does_not_listen_is_killed(seed: Report) -> None:
    worker = WorkerProcess(find_model())
    os.kill(worker.pid, signal.SIGSTOP)
    worker.end()
    wait_until(lambda: is_gone(worker.pid))


READER = """
import sys, threading
sys.path.insert(0, {root!r})
from pathlib import Path
from entities.finding.finder import EntityFinder, Found
from reports.loading import load
read = threading.Event()
finder = EntityFinder("", None, lambda update: read.set() if isinstance(update, Found) else None)
finder.start(load(Path({seed!r})))
if {loaded}:
    read.wait()
print("reading", "spacy" in sys.modules, flush=True)
threading.Event().wait()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("loaded", [False, True], ids=["while it loads", "when it has read"])
def test_the_worker_ends_when_its_reader_is_killed(loaded: bool, tmp_path: Path) -> None:
    code = READER.format(root=str(ROOT), seed=str(SEEDS / "soldiers-remains-handover.txt"), loaded=loaded)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading False\n"
        wait_until(lambda: bool(workers_of(reader.pid)))
        (worker,) = workers_of(reader.pid)
        reader.kill()
        wait_until(lambda: is_gone(worker.pid))


def test_the_reader_imports_neither_spacy_nor_the_rules() -> None:
    code = "import sys, json, entities.finding.finder; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    modules = set(json.loads(done.stdout))
    ours = {"entities.naming.rules", "entities.aliases", "entities.finding.worker"}
    assert not modules & {"spacy", "numpy", "thinc", *ours}


def test_a_package_in_the_current_folder_does_not_shadow_the_worker(
    tmp_path: Path, make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("spacy", "entities", "msgspec", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('shadowed')")
    monkeypatch.chdir(tmp_path)
    worker = WorkerProcess(replace_target(find_model(), str(tmp_path / "no model")))
    (reply,) = worker.replies()
    worker.end()
    assert "cannot be loaded" in getattr(reply, "sentence", "")
    assert "shadowed" not in getattr(reply, "sentence", "")


def replace_target(model: Model, target: str) -> Model:
    return Model(model.label, target)


def test_an_empty_report_needs_no_worker() -> None:
    empty = Report("-", "", "text/plain", "", "", "", Blocks())
    assert find_entities(empty, "en_core_web_nothing") == Findings()
