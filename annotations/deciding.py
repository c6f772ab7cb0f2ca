"""Taking and dismissing suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from annotations.changes import edit_of
from annotations.committing import Committing
from annotations.drafting import on_how_many
from annotations.records import Attribution, Change, Decision, Edit, decision_id
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


class Deciding(Committing):
    """What there is of one report, with what is decided on suggestions."""

    def take(self, takings: Sequence[Taking], caret: int) -> Change:
        """Put suggested tags on words, with who says it, as one change; they are not suggested again.

        Raises `EditError` for words outside the text, or an annotation that is not there any more.
        """
        edits = [edit for taking in takings for edit in self._taken(taking)]
        return self._commit(self._words_of_taking(takings, edits), caret, edits)

    def dismiss(self, sentences: Mapping[Span, Sequence[str]], caret: int) -> Change:
        """Have these tags of these sentences not suggested again, as one change."""
        edits = [self._decided(sentence, dismissed=tags) for sentence, tags in sentences.items()]
        tags = self.tag_set.ordered({tag for some in sentences.values() for tag in some})
        many = f" in {len(edits)} sentences" if len(edits) > 1 else ""
        return self._commit(f"dismissed {', '.join(map(self.tag_set.label, tags))}{many}", caret, edits)

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
