"""Grades: two scales, set, merged, undone and handed on apart from each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.changes import merged, only_elsewhere, united
from annotations.errors import EditError, Superseded
from annotations.exports.history import exported_history
from annotations.exports.json_export import export_json
from annotations.exports.schema import schema
from annotations.grades import CREDIBILITY, RELIABILITY, UNGRADED, Credibility, Grade, Reliability
from annotations.history.deeds import deeds_of
from annotations.plain import plain, typed
from annotations.query import Query, folded
from annotations.records import Annotation
from annotations.store import AnnotationStore
from annotations.tagset import TagSet
from reports.document import Report, Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

SENTENCE, WORDS = Span(0, 64), Span(4, 10)
B2 = Grade("B", "2")
grades = st.builds(Grade, st.sampled_from(get_args(Reliability)), st.sampled_from(get_args(Credibility)))


def only(desk: Desk) -> Annotation:
    (annotation,) = desk.editor.index
    return annotation


def stored(path: Path) -> Annotation:
    store = AnnotationStore.open(path, read_only=True)
    (found,) = [each for report in store.reports() for each in store.annotations(report.id)]
    return found


# ---------------------------------------------------------------------- the code


def test_every_letter_and_digit_has_a_meaning_and_is_given_in_no_other_case() -> None:
    assert ("", *RELIABILITY) == get_args(Reliability)
    assert ("", *CREDIBILITY) == get_args(Credibility)
    for wrong in ({"source": "b"}, {"source": "G"}, {"information": "7"}, {"information": 2}):
        with pytest.raises(msgspec.ValidationError):
            typed(Grade, wrong)


def test_a_grade_is_told_by_its_signs_its_words_and_the_tags_of_misp() -> None:
    assert (str(B2), B2.words) == ("B2", "usually reliable · probably true")
    assert B2.machine_tags == (
        'admiralty-scale:source-reliability="b"',
        'admiralty-scale:information-credibility="2"',
    )


@given(grades)
def test_what_is_not_given_of_a_grade_is_not_told(grade: Grade) -> None:
    given_signs = [sign for sign in (grade.source, grade.information) if sign]
    assert bool(grade) == bool(given_signs)
    assert str(grade) == "".join(given_signs)
    assert [sign for sign, _ in grade.meanings] == given_signs
    assert [tag[-2] for tag in grade.machine_tags] == [sign.lower() for sign in given_signs]


# ---------------------------------------------------------------------- setting it


def test_a_grade_is_set_changed_and_taken_off_each_with_its_words_and_one_undo(desk: Desk) -> None:
    editor = desk.editor
    identity = only_after_tag(desk)
    changes = [editor.set_grade(identity, each) for each in (B2, Grade("", "3"), UNGRADED)]
    assert [change.label for change in changes if change] == ["grade B2", "grade 3", "− grade"]
    assert only(desk).grade == UNGRADED
    for expected in (Grade("", "3"), B2, UNGRADED):
        editor.undo()
        assert only(desk).grade == expected
    assert editor.set_grade(identity, UNGRADED) is None
    with pytest.raises(EditError):
        editor.set_grade("nobody", B2)


def only_after_tag(desk: Desk) -> str:
    desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    return only(desk).id


def test_words_without_an_annotation_get_one_that_lives_as_long_as_it_says_something(desk: Desk) -> None:
    editor = desk.editor
    assert editor.annotate(SENTENCE, caret=0, grade=UNGRADED) is None
    change = editor.annotate(SENTENCE, caret=0, grade=B2)
    assert change is not None
    assert change.label == "grade B2"
    assert (only(desk).tags, only(desk).grade) == ((), B2)
    editor.toggle_tag(SENTENCE, "unverified", 0)
    editor.toggle_tag(SENTENCE, "unverified", 0)
    assert only(desk).has_content_beyond_tags
    editor.set_grade(only(desk).id, UNGRADED)
    assert not len(editor.index)


def test_several_are_graded_as_one_change(desk: Desk) -> None:
    editor = desk.editor
    for span in (SENTENCE, WORDS):
        editor.toggle_tag(span, "unverified", 0)
    ids = [each.id for each in editor.index]
    change = editor.set_grades(dict.fromkeys(ids, B2), 7)
    assert change is not None
    assert (change.label, change.caret) == ("grade B2 on 2 annotations", 7)
    assert editor.set_grades(dict.fromkeys(ids, B2), 7) is None
    change = editor.set_grades({ids[0]: Grade("C", "2"), ids[1]: Grade("C", "")}, 7)
    assert change is not None
    assert change.label == "grades on 2 annotations"
    editor.undo()
    editor.undo()
    assert [each.grade for each in editor.index] == [UNGRADED, UNGRADED]


def test_the_history_says_what_the_grade_was_and_what_it_became(desk: Desk) -> None:
    identity = only_after_tag(desk)
    for each in (B2, Grade("C", "2"), UNGRADED):
        desk.editor.set_grade(identity, each)
    steps = [deed.steps for change in desk.log[1:] for deed in deeds_of(change, str)]
    assert steps == [("+ grade: B2",), ("grade: B2 → C2",), ("− grade: C2",)]


# ---------------------------------------------------------------------- two programs, older stores


@pytest.fixture
def two(path: Path, report: Report, desk_on: Any) -> Any:
    """Ann and I work on one annotation."""
    store = AnnotationStore.open(path)
    mine = desk_on(report, store, name="mine")
    identity = only_after_tag(mine)
    mine.save(store)
    other = AnnotationStore.open(path)
    return store, mine, other, desk_on(report, other, author="ann", name="anns"), identity


def test_a_letter_set_here_and_a_digit_set_there_both_stay_and_are_undone_apart(two: Any, path: Path) -> None:
    store, mine, other, anns, identity = two
    anns.editor.set_grade(identity, Grade("", "2"))
    anns.save(other)
    mine.editor.set_grade(identity, Grade("B"))
    mine.save(store)
    assert stored(path).grade == B2
    mine.editor.undo()
    mine.save(store)
    assert stored(path).grade == Grade("", "2")


def test_undoing_a_letter_that_somebody_else_changed_since_is_refused(two: Any, path: Path) -> None:
    store, mine, other, anns, identity = two
    mine.editor.set_grade(identity, B2)
    mine.save(store)
    anns.editor.set_grade(identity, Grade("C", ""))
    anns.save(other)
    mine.editor.undo()
    with pytest.raises(Superseded):
        mine.save(store)
    assert stored(path).grade == Grade("C", "2")


@given(grades, grades, grades)
def test_merging_changes_only_the_scale_that_was_changed(before: Grade, after: Grade, theirs: Grade) -> None:
    documents = [{"grade": plain(each)} for each in (before, after, theirs)]
    result = merged(*documents)["grade"]
    for scale in ("source", "information"):
        changed = getattr(before, scale) != getattr(after, scale)
        assert result[scale] == getattr(after if changed else theirs, scale)
    assert only_elsewhere(*documents) == all(
        getattr(before, scale) in (getattr(after, scale), getattr(theirs, scale))
        for scale in ("source", "information")
    )


def test_of_two_grades_given_at_once_on_the_same_words_the_first_stays_and_is_completed() -> None:
    theirs, mine = {"grade": plain(Grade("B"))}, {"grade": plain(Grade("C", "2"))}
    assert united(theirs, mine)["grade"] == plain(B2)
    assert united({}, mine)["grade"] == plain(Grade("C", "2"))


def without_grade(path: Path) -> None:
    """The store as a version wrote it that knew no grades."""
    content = json.loads(path.read_bytes())
    for row in content["annotations"].values():
        del row["grade"]
    path.write_text(json.dumps(content), encoding="utf-8")


def test_what_an_older_version_wrote_is_ungraded_and_a_grade_on_it_is_undone_also_tomorrow(
    path: Path, report: Report, desk_on: Any
) -> None:
    store = AnnotationStore.open(path)
    first = desk_on(report, store)
    only_after_tag(first)
    first.save(store)
    store.fold()
    store.close()
    without_grade(path)
    store = AnnotationStore.open(path)
    later = desk_on(report, store, name="later")
    assert only(later).grade == UNGRADED
    later.editor.set_grade(only(later).id, B2)
    later.save(store)
    store.close()
    assert stored(path).grade == B2
    store = AnnotationStore.open(path)
    tomorrow = desk_on(report, store, name="tomorrow")
    tomorrow.editor.undo()
    tomorrow.save(store)
    store.close()
    assert stored(path).grade == UNGRADED


# ---------------------------------------------------------------------- finding and handing on


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("grade:B2", ["B2"]),
        ("grade:b", ["B", "B2"]),
        ("grade:2", ["2", "B2", "C2"]),
        ("grade:b grade:c", ["B", "B2", "C2"]),
        ("grade:b -grade:2", ["B"]),
        ("grade:", ["2", "B", "B2", "C2"]),
        ("-grade:", [""]),
        ("grade:b2 bridge", ["B2"]),
        ("grade:6", []),
    ],
)
def test_a_query_finds_by_letter_by_digit_and_by_both(desk: Desk, query: str, found: list[str]) -> None:
    annotation = msgspec.structs.replace(typed_annotation(desk), tags=())
    all_of_them = [
        msgspec.structs.replace(annotation, grade=each)
        for each in (UNGRADED, Grade("", "2"), Grade("B"), B2, Grade("C", "2"))
    ]
    wanted = Query(query)
    assert [str(each.grade) for each in all_of_them if wanted.accepts(each, folded(each, str), str)] == found


def typed_annotation(desk: Desk) -> Annotation:
    only_after_tag(desk)
    return only(desk)


def exported(desk: Desk, store: AnnotationStore, **options: Any) -> Any:
    desk.save(store)
    content = json.loads(
        export_json(store, store.reports(), {}, TagSet.merged(), "report-reader", "", **options)
    )
    jsonschema.validate(content, schema())
    return content["reports"][0]


def test_an_export_has_the_grade_behind_the_other_fields_and_the_tags_of_misp(desk: Desk, path: Path) -> None:
    desk.editor.annotate(SENTENCE, caret=0, grade=B2)
    desk.editor.annotate(WORDS, caret=0, grade=Grade("", "6"))
    both, digit = exported(desk, AnnotationStore.open(path))["annotations"]
    assert list(both)[-2:] == ["grade", "machine_tags"]
    assert both["grade"] == {"source": "B", "information": "2"}
    assert both["machine_tags"] == list(B2.machine_tags)
    assert digit["grade"] == {"source": "", "information": "6"}
    assert digit["machine_tags"] == ['admiralty-scale:information-credibility="6"']


def test_nothing_is_exported_of_a_grade_that_was_not_given_nor_in_the_history(desk: Desk, path: Path) -> None:
    store = AnnotationStore.open(path)
    identity = only_after_tag(desk)
    desk.editor.set_grade(identity, B2)
    desk.editor.set_grade(identity, UNGRADED)
    desk.save(store)
    history = {desk.record.id: exported_history(store.changes(desk.record.id))}
    report = exported(desk, store, history=history)
    assert not {"grade", "machine_tags"} & set(report["annotations"][0])
    made, graded, taken = (change["edits"][0] for change in report["history"])
    assert "grade" not in made["after"]
    assert "grade" not in graded["before"]
    assert graded["after"]["grade"] == {"source": "B", "information": "2"}
    assert "grade" not in taken["after"]
