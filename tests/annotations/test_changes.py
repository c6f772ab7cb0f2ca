from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.changes import alike, differences, merged, united
from annotations.plain import plain
from annotations.records import Attribution, Tag, storable


def test_a_tag_here_and_a_note_there_both_stay() -> None:
    before = {"tags": ["u"], "note": "", "modified": "1"}
    after = {"tags": ["u", "c"], "note": "", "modified": "2"}
    theirs = {"tags": ["u"], "note": "hers", "modified": "3", "checked": True}
    assert merged(before, after, theirs) == {
        "tags": ["u", "c"],
        "note": "hers",
        "modified": "2",
        "checked": True,
    }


def test_a_tag_added_here_and_one_taken_there_are_both_done() -> None:
    assert merged({"tags": ["u"]}, {"tags": ["u", "c"]}, {"tags": ["o"]})["tags"] == ["c", "o"]


def test_two_annotations_that_become_one_say_all_that_both_said_and_nothing_twice() -> None:
    theirs = {"id": "t", "tags": ["u"], "note": "same", "attribution": [{"text": "a"}], "desk": "checked"}
    mine = {"id": "m", "tags": ["c", "u"], "note": "same", "attribution": [{"text": "b"}, {"text": "a"}]}
    assert united(theirs, mine) == {
        "id": "t",
        "tags": ["u", "c"],
        "note": "same",
        "attribution": [{"text": "a"}, {"text": "b"}],
        "disputed_by": [],
        "desk": "checked",
    }
    assert united(theirs, {**mine, "note": "mine"})["note"] == "same\nmine"
    assert united({**theirs, "note": ""}, mine)["note"] == "same"


documents = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2))


@given(documents, documents)
def test_merging_onto_what_was_expected_gives_what_was_wanted(
    before: dict[str, int], after: dict[str, int]
) -> None:
    result = merged(before, {**before, **after}, before)
    assert result == {**before, **after}


def test_a_field_that_an_older_version_did_not_write_makes_no_difference() -> None:
    assert alike("tags", {"id": "a", "label": "a"}, plain(Tag("a", "a")))
    assert not alike("tags", {"id": "a", "label": "b"}, plain(Tag("a", "a")))
    assert not alike("tags", {"id": "a"}, {"id": "b"})
    assert not alike("tags", None, {"id": "b"})


def test_only_the_fields_that_differ_are_differences() -> None:
    assert differences({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {"b": 3, "c": 4}


def test_a_name_whose_bytes_are_no_utf8_can_be_stored() -> None:
    assert plain(Attribution("caf\udce9"))["text"] == "caf\\udce9"
    assert storable("Ärgård 🌉") == "Ärgård 🌉"
