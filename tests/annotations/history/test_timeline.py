from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from annotations.disk.lines import Location
from annotations.history.chain import Gap
from annotations.history.timeline import Timeline
from annotations.records import Change

GAP = Gap(Location(1, 0), "The history cannot be read.")


def a_change(identity: str, author: str = "") -> Change:
    return Change(id=identity, at="", author=author, report="r", label=identity, caret=0, edits=())


def log(*said: str, author: str = "") -> list[Change]:
    """The log of `c1` a change, `u1` its undo, `r1` the redo of that; oldest first."""
    made: list[Change] = []
    for name in said:
        change = a_change("c" + name[1:], author)
        if name[0] == "u":
            change = change.reversed("undo", name, "")
        elif name[0] == "r":
            change = change.reversed("redo", name, "")
        made.append(change)
    return made


def names(change: Change | None) -> str | None:
    return change.id if change is not None else None


def unwound(past: Sequence[Change | Gap]) -> list[str]:
    """The ids of all that can be undone, one after the other."""
    timeline, ids, number = Timeline("", reversed(past)), list[str](), count()
    while change := timeline.undoable:
        ids.append(change.id)
        timeline.did(change.reversed("undo", f"undo {next(number)}", ""))
    return ids


def rewound(past: Sequence[Change | Gap]) -> list[str]:
    """The ids of all the undos that can be reversed, one after the other."""
    timeline, ids, number = Timeline("", reversed(past)), list[str](), count()
    while change := timeline.redoable:
        ids.append(change.id)
        timeline.did(change.reversed("redo", f"redo {next(number)}", ""))
    return ids


def test_what_was_done_is_undone_from_the_last_on() -> None:
    assert unwound(log("c1", "c2", "c3")) == ["c3", "c2", "c1"]
    assert rewound(log("c1", "c2", "c3")) == []


def test_what_was_taken_back_is_redone_from_the_last_undo_on() -> None:
    assert rewound(log("c1", "c2", "c3", "u3", "u2")) == ["u2", "u3"]
    assert unwound(log("c1", "c2", "c3", "u3", "u2")) == ["c1"]


def test_after_one_redo_the_others_are_still_to_be_made() -> None:
    past = log("c1", "c2", "c3", "u3", "u2", "r2")
    assert rewound(past) == ["u3"]
    assert unwound(past) == ["r2", "c1"]


def test_a_new_change_ends_what_can_be_redone() -> None:
    assert rewound(log("c1", "u1", "c2")) == []
    assert rewound(log("c1", "u1", "c2", "u2")) == ["u2"]
    timeline = Timeline("", reversed(log("c1", "c2", "u2")))
    timeline.did(a_change("c3"))
    assert timeline.redoable is None
    assert names(timeline.undoable) == "c3"


def test_others_changes_are_passed_over() -> None:
    past = [*log("c1"), *log("c2", author="ann"), *log("c3", "u3"), *log("c4", "c5", "u5", author="ann")]
    assert unwound(past) == ["c1"]
    assert rewound(past) == ["u3"]


def test_undoing_ends_where_the_log_cannot_be_read() -> None:
    assert unwound([*log("c1"), GAP, *log("c2", "c3")]) == ["c3", "c2"]
    assert rewound([*log("c1", "u1"), GAP, *log("c2", "u2")]) == ["u2"]
    assert unwound([GAP]) == []


def test_no_more_is_read_than_is_asked_for() -> None:
    read: list[str] = []

    def past() -> Iterator[Change]:
        for change in reversed(log(*(f"c{number}" for number in range(1000)))):
            read.append(change.id)
            yield change

    timeline = Timeline("", past())
    timeline.did(a_change("new"))
    assert (names(timeline.undoable), timeline.redoable, read) == ("new", None, [])
    timeline.did(a_change("new").reversed("undo", "undo", ""))
    assert (names(timeline.undoable), read) == ("c999", ["c999"])


@given(st.lists(st.tuples(st.sampled_from("cur"), st.sampled_from(["", "ann"])), max_size=40))
def test_whenever_a_log_is_read_it_says_what_the_memory_of_both_authors_said(
    steps: list[tuple[str, str]],
) -> None:
    number, past = count(), list[Change]()
    done: dict[str, list[Change]] = {"": [], "ann": []}
    undone: dict[str, list[Change]] = {"": [], "ann": []}
    for step, author in steps:
        if step == "c":
            change = a_change(f"{next(number)}", author)
            undone[author].clear()
            done[author].append(change)
        elif step == "u" and done[author]:
            change = done[author].pop().reversed("undo", f"{next(number)}", "")
            undone[author].append(change)
        elif step == "r" and undone[author]:
            change = undone[author].pop().reversed("redo", f"{next(number)}", "")
            done[author].append(change)
        else:
            continue
        past.append(change)
        for each in done:
            timeline = Timeline(each, reversed(past))
            assert names(timeline.redoable) == (undone[each][-1].id if undone[each] else None)
            assert names(timeline.undoable) == (done[each][-1].id if done[each] else None)
    assert unwound(past) == [change.id for change in reversed(done[""])]
    assert rewound(past) == [change.id for change in reversed(undone[""])]


def test_a_log_of_others_alone_says_that_there_is_something_that_is_not_ones_own() -> None:
    others = Timeline("", reversed(log("c1", author="ann")))
    assert others.undoable is None
    assert others.passed_over_others
    nobodys = Timeline("")
    assert nobodys.undoable is None
    assert not nobodys.passed_over_others
