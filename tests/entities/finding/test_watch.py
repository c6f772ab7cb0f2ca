"""A watch over somebody who should say something now and then."""

from __future__ import annotations

import threading

from entities.finding.watch import Watch


def test_who_says_nothing_after_work_began_is_stuck() -> None:
    stuck = threading.Event()
    Watch(0.0, stuck.set).heard(more=True)
    assert stuck.wait(60)


def test_before_work_begins_and_after_its_end_silence_means_nothing() -> None:
    stuck = threading.Event()
    watch = Watch(0.0, stuck.set)
    watch.heard(more=False)
    watch.end()
    watch.end()
    for thread in threading.enumerate():
        if thread.name == "entities-watch":
            thread.join()
    assert not stuck.is_set()


def test_who_goes_on_speaking_is_not_stuck() -> None:
    stuck = threading.Event()
    watch = Watch(3600.0, stuck.set)
    for _ in range(1000):
        watch.heard(more=True)
    watch.end()
    assert not stuck.is_set()
