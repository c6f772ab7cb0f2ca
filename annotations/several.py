"""One key for several annotations: one change, with an edit for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from annotations.changes import edit_of
from annotations.committing import Committing
from annotations.drafting import grade_words, hull, on_how_many, who_words
from annotations.errors import EditError
from annotations.grades import Grade
from annotations.records import Attribution, Change, Edit


class Several(Committing):
    """What there is of one report, with what is done to several annotations at once."""

    def toggle_tag_on(self, annotation_ids: Collection[str], tag_id: str, caret: int) -> Change:
        """Put the tag on all of these annotations as one change, or, if all have it, take it off all.

        Raises `EditError` if one is not there, or if the tag is not in the set.
        """
        edits, label = self._toggled_on_all(annotation_ids, tag_id)
        return self._commit(label, caret, edits)

    def set_attribution_of(
        self, annotation_ids: Collection[str], sources: Sequence[Attribution], caret: int
    ) -> Change | None:
        """Set who says all of these, as one change; `None` if it is that already."""
        them = [self._known(each) for each in annotation_ids]
        others = [each for each in them if each.attribution != tuple(sources)]
        if not others:
            return None
        edits = [self._edited(each, hull(each), attribution=tuple(sources)) for each in others]
        return self._commit(f"{who_words('who', sources)}{on_how_many(edits)}", caret, edits)

    def set_grades(self, grades: Mapping[str, Grade], caret: int) -> Change | None:
        """Set the grade of each of these annotations, as one change; `None` if they have them already."""
        them = [(self._known(each), grade) for each, grade in grades.items()]
        others = [(each, grade) for each, grade in them if each.grade != grade]
        if not others:
            return None
        edits = [self._edited(each, hull(each), grade=grade) for each, grade in others]
        given = {grade for _, grade in others}
        said = grade_words(given.pop()) if len(given) == 1 else "grades"
        return self._commit(f"{said}{on_how_many(edits)}", caret, edits)

    def remove_all(self, annotation_ids: Collection[str], caret: int) -> Change:
        """Remove these annotations as one change; raises `EditError` if one is not there."""
        edits = [edit_of("annotations", each.id, each, None) for each in map(self._known, annotation_ids)]
        return self._commit(f"removed{on_how_many(edits, '')}", caret, edits)

    def _toggled_on_all(self, annotation_ids: Iterable[str], tag_id: str) -> tuple[list[Edit], str]:
        """The edits that put a tag on those that lack it, or, where all have it, take it off all."""
        them = [self._known(each) for each in annotation_ids]
        lacking = [each for each in them if tag_id not in each.tags]
        if lacking and tag_id not in self.tag_set:
            raise EditError(f"There is no tag “{tag_id}” in the tag set.")
        edits = [self._toggled(hull(each), tag_id, each.id)[0] for each in lacking or them]
        sign = "+" if lacking else "−"
        return edits, f"{sign} {self.tag_set.label(tag_id)}{on_how_many(edits)}"
