"""Taking and dismissing suggestions: the edits, and the changes that they make up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from annotations.changes import edit_of
from annotations.drafting import Drafting, on_how_many
from annotations.records import Attribution, Decision, Edit, decision_id
from reports.document import Span


class Taking(NamedTuple):
    """Suggested tags, and the words they are put on."""

    suggested: Mapping[Span, Sequence[str]]
    """By sentence, the tags that are taken."""
    span: Span
    """The words that are annotated: the sentence, or what was selected."""
    sources: tuple[Attribution, ...] = ()
    """Who says it; left out where the annotation has a source."""
    annotation_id: str | None = None
    """The annotation that is changed, if not the one of this author with exactly that span."""

    @property
    def tags(self) -> set[str]:
        """All tags that are taken."""
        return {tag for tags in self.suggested.values() for tag in tags}


class Deciding(Drafting):
    """What there is of one report, with the edits that decide on suggestions."""

    def _taken(self, taking: Taking) -> list[Edit]:
        before = self._target(taking.span, taking.annotation_id)
        tags = self.tag_set.ordered((*(before.tags if before else ()), *taking.tags))
        fields: dict[str, object] = {"tags": tags}
        if taking.sources and not (before and before.attribution):
            fields["attribution"] = taking.sources
        return [
            self._edited(before, taking.span, **fields),
            *(self._decided(sentence, accepted=tags) for sentence, tags in taking.suggested.items()),
        ]

    def _decided(
        self, sentence: Span, *, accepted: Sequence[str] = (), dismissed: Sequence[str] = ()
    ) -> Edit:
        """The edit that adds to what was decided of a sentence; of a tag the later decision holds."""
        identity = decision_id(self.record.id, *sentence)
        before = self.decisions.get(identity)
        old = before or Decision(
            id=identity, report=self.record.id, span=self._anchor(sentence), modified="", author=self.author
        )
        after = msgspec.structs.replace(
            old,
            accepted=self.tag_set.ordered({*old.accepted, *accepted} - set(dismissed)),
            dismissed=self.tag_set.ordered({*old.dismissed, *dismissed} - set(accepted)),
            modified=self._means.now(),
        )
        return edit_of("decisions", identity, before, after)

    def _words_of_taking(self, takings: Sequence[Taking], edits: Sequence[Edit]) -> str:
        """What taking them did, for the label: `+ unverified, official claim · who: Kiev`."""
        tags = self.tag_set.ordered({tag for each in takings for tag in each.tags})
        said = f"+ {', '.join(map(self.tag_set.label, tags))}"
        if len(takings) > 1:
            return said + on_how_many([edit for edit in edits if edit.table == "annotations"])
        document = next((edit.after for edit in edits if edit.table == "annotations"), None) or {}
        who = ", ".join(source["text"] for source in document.get("attribution", ()))
        return f"{said} · who: {who}" if who and takings[0].sources else said
