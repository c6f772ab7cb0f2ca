"""The rules of searching, without a screen: what is found, where the caret goes, and the way back."""

from __future__ import annotations

from array import array
from typing import Any

import pytest

from reports.search import Query
from tui.finding.search import Piece
from tui.finding.seeking import Seeking
from tui.panes.entities import EntityList
from tui.reading.trail import Trail

TEXT = "".join(f"Sentence {number} is here. " for number in range(10)) + "\n"


class Seeker:
    """A desk with a search; what a thread would find is handed over by the test."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk
        self.reading = desk.reading
        self.entities = EntityList()
        self.seeking = Seeking(self.reading, self.entities)

    def type(self, words: str = "is") -> None:
        self.seeking.begin()
        self.seek(words)

    def seek(self, words: str) -> None:
        self.seeking.seek(Query(words))
        if self.seeking.search is not None:
            assert self.seeking.search.begin(len(TEXT), complete=True)

    def find(self, *starts: int, at: int = len(TEXT), **how: Any) -> None:
        ends = array("I", (start + 2 for start in starts))
        self.seeking.take([Piece(array("I", starts), ends, at, **how)])


@pytest.fixture
def seeker(desk_on: Any, report_of: Any) -> Seeker:
    return Seeker(desk_on(report_of(TEXT)))


def test_the_caret_goes_to_the_first_hit_from_where_it_stood(seeker: Seeker) -> None:
    seeker.reading.go(60)
    seeker.type()
    seeker.find(11, 33, 77, 99, over=True)
    assert seeker.reading.caret == 77
    assert seeker.seeking.words == "3/4"


def test_the_caret_stays_in_a_hit_where_it_stood(seeker: Seeker) -> None:
    seeker.reading.go(34)
    seeker.type()
    seeker.find(11, 33, 77, over=True)
    assert seeker.reading.caret == 34


def test_without_a_hit_behind_it_the_caret_goes_to_the_first_when_all_are_known(seeker: Seeker) -> None:
    seeker.reading.go(120)
    seeker.type()
    seeker.find(11, 33, at=100)
    assert seeker.reading.caret == 120
    seeker.find(over=True)
    assert seeker.reading.caret == 11


def test_hits_around_the_caret_are_shown_before_their_number_is_known(seeker: Seeker) -> None:
    seeker.reading.go(60)
    seeker.type()
    seeker.find(77, 99, at=110, near=True)
    assert seeker.reading.caret == 77
    assert seeker.seeking.words == "…/0…"
    seeker.find(11, 33, at=70)
    assert list(seeker.reading.trail.starts) == [77, 99]
    assert seeker.seeking.words == "…/2…"
    seeker.find(77, 99, at=120)
    assert list(seeker.reading.trail.starts) == [11, 33, 77, 99]
    assert seeker.seeking.words == "3/4…"
    seeker.find(121, over=True)
    assert seeker.seeking.words == "3/5"


def test_the_trail_grows_at_its_end_while_the_search_goes_on(seeker: Seeker) -> None:
    seeker.type()
    seeker.find(11, at=30)
    trail = seeker.reading.trail
    seeker.find(33, at=50)
    assert seeker.reading.trail is trail
    assert (list(trail.starts), list(trail.ends)) == ([11, 33], [13, 35])


def test_a_hit_takes_eight_bytes(seeker: Seeker) -> None:
    seeker.type()
    seeker.find(*range(0, 200, 2), over=True)
    trail = seeker.reading.trail
    assert [(type(each), each.itemsize) for each in (trail.starts, trail.ends)] == [(array, 4)] * 2


def test_the_last_hits_stay_until_there_are_others(seeker: Seeker) -> None:
    seeker.type("is")
    seeker.find(11, 33, over=True)
    trail = seeker.reading.trail
    seeker.seek("is h")
    assert seeker.reading.trail is trail
    seeker.find(over=True, problem="No pattern yet: missing ) at character 2.", at=0)
    assert seeker.reading.trail is trail
    assert seeker.seeking.said == "No pattern yet: missing ) at character 2."
    assert not seeker.seeking.keep()


def test_where_nothing_is_found_nothing_is_marked_and_the_caret_is_back(seeker: Seeker) -> None:
    seeker.type()
    seeker.find(11, 33, over=True)
    seeker.seek("isx")
    seeker.find(over=True)
    assert (seeker.reading.caret, seeker.reading.trail) == (0, None)
    assert seeker.seeking.words == "no hit"


def test_what_a_search_that_was_stopped_had_found_stays(seeker: Seeker) -> None:
    seeker.type()
    seeker.find(11, 33, at=50, over=True, problem="This pattern takes too long.")
    assert seeker.seeking.words == "1/2+"
    assert seeker.seeking.said == "This pattern takes too long."
    assert seeker.seeking.keep()
    assert not seeker.reading.trail.growing


def test_giving_up_brings_back_caret_selection_trail_and_entity(seeker: Seeker) -> None:
    seeker.reading.trail = mentions = Trail("Kiev", "mention", [50], [54], "place:kiev")
    seeker.entities.chosen = "place:kiev"
    seeker.reading.go(20)
    seeker.reading.start_selection()
    before = seeker.reading.whereabouts
    seeker.type()
    seeker.find(33, over=True)
    assert (seeker.reading.caret, seeker.entities.chosen) == (33, "")
    seeker.seeking.give_up()
    assert seeker.reading.whereabouts == before
    assert (seeker.reading.trail, seeker.entities.chosen) == (mentions, "place:kiev")


def test_an_earlier_search_that_was_not_over_goes_on_when_a_later_one_is_given_up(seeker: Seeker) -> None:
    seeker.type()
    seeker.find(11, at=50)
    assert seeker.seeking.keep()
    earlier = seeker.seeking.search
    seeker.type("here")
    seeker.find(over=True)
    seeker.seeking.give_up()
    assert seeker.seeking.search is earlier
    assert earlier is not None
    assert earlier.begin(len(TEXT), complete=True)
    assert earlier.at == 50


def test_what_is_not_there_after_all_is_said_when_that_is_known(seeker: Seeker) -> None:
    seeker.reading.go(20)
    seeker.type("nowhere")
    assert seeker.seeking.keep()
    assert seeker.seeking.said == ""
    seeker.find(over=True)
    assert seeker.seeking.said == "“nowhere” is not in this report."
    assert (seeker.reading.caret, seeker.reading.trail) == (20, None)


def test_a_hit_that_comes_late_does_not_take_the_caret_from_where_it_went(seeker: Seeker) -> None:
    seeker.type()
    assert seeker.seeking.keep()
    seeker.reading.go(99)
    seeker.find(121, over=True)
    assert seeker.reading.caret == 99
    assert len(seeker.reading.trail) == 1


def test_a_hit_that_comes_late_is_gone_to_if_the_caret_waited(seeker: Seeker) -> None:
    seeker.type()
    assert seeker.seeking.keep()
    seeker.find(121, over=True)
    assert seeker.reading.caret == 121


# ---------------------------------------------------------------------- walking


def test_going_round_at_the_ends_is_said(seeker: Seeker) -> None:
    seeker.type()
    seeker.find(11, 33, over=True)
    assert seeker.seeking.walk(1) == ""
    assert seeker.seeking.walk(1) == "No further hit: from the top again."
    assert seeker.reading.caret == 11
    assert seeker.seeking.walk(-1) == "No further hit: from the end again."
    assert seeker.reading.caret == 33


def test_the_only_stop_is_said_to_be_it(seeker: Seeker) -> None:
    seeker.reading.trail = Trail("Kiev", "mention", [50], [54], "place:kiev")
    seeker.reading.go(50)
    assert seeker.seeking.walk(1) == "This is the only mention."


@pytest.mark.parametrize(("step", "there"), [(1, 99), (-1, 99)])
def test_a_step_beyond_what_is_known_is_made_when_more_is_known(
    seeker: Seeker, step: int, there: int
) -> None:
    seeker.type()
    seeker.find(11, at=30)
    assert "goes on" in seeker.seeking.walk(step)
    assert seeker.reading.caret == 11
    seeker.find(99, over=True)
    assert seeker.reading.caret == there


def test_a_step_that_waits_is_forgotten_when_the_caret_goes_elsewhere(seeker: Seeker) -> None:
    seeker.type()
    seeker.find(11, at=30)
    seeker.seeking.walk(1)
    seeker.reading.go(50)
    seeker.find(99, over=True)
    assert seeker.reading.caret == 50


def test_a_report_that_begins_anew_is_searched_anew(seeker: Seeker) -> None:
    seeker.type()
    seeker.find(11, at=30)
    seeker.seeking.begin_anew()
    assert seeker.seeking.search is not None
    assert seeker.seeking.search.begin(len(TEXT), complete=True)
    seeker.find(13, over=True)
    assert list(seeker.reading.trail.starts) == [13]
    assert seeker.reading.caret == 11


def test_no_place_of_a_text_that_begins_anew_is_come_back_to(seeker: Seeker) -> None:
    seeker.type("here")
    seeker.find(33, over=True)
    seeker.seeking.keep()
    seeker.reading.go(5)
    seeker.type()
    seeker.find(77, over=True)
    seeker.seeking.begin_anew()
    assert seeker.reading.trail is None
    seeker.seeking.give_up()
    assert (seeker.reading.caret, seeker.reading.trail) == (5, None)
    earlier = seeker.seeking.search
    assert earlier is not None
    assert (earlier.query.words, earlier.at, earlier.trail) == ("here", 0, None)


def test_the_caret_that_waits_for_a_hit_waits_on_when_the_text_begins_anew(seeker: Seeker) -> None:
    seeker.type()
    seeker.seeking.keep()
    seeker.seeking.begin_anew()
    assert seeker.seeking.search is not None
    assert seeker.seeking.search.begin(len(TEXT), complete=True)
    seeker.find(33, over=True)
    assert seeker.reading.caret == 33


def test_a_search_goes_on_when_there_is_more_of_the_report(seeker: Seeker) -> None:
    seeker.seeking.begin()
    seeker.seeking.seek(Query("is"))
    search = seeker.seeking.search
    assert search is not None
    assert search.begin(100, complete=False)
    seeker.find(11, at=90, over=True)
    assert seeker.seeking.words == "1/1…"
    assert not search.begin(100, complete=False)
    assert search.begin(len(TEXT), complete=True)
    seeker.find(99, over=True)
    assert seeker.seeking.words == "1/2"
