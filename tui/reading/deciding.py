"""Rule 6: what the machine suggests at the target, and what taking and dismissing it means.

A plain class without a terminal. Nothing is recorded but by a key, and one key is one change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reports.flow import in_one_line
from tui.finding.listing import Alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotations.deciding import Taking
    from annotations.records import Attribution, Change
    from annotations.suggestions import Suggestion, Suggestions
    from claims.records import Claim
    from entities.records import Findings
    from reports.document import Span
    from tui.reading.reading import Reading


MOST_HERE = 100
"""Sentences of the target whose suggestions are looked at: more than a screen has."""


class OpenTag(NamedTuple):
    """A tag that is suggested at the target, and what for."""

    id: str
    who: str
    """Who says it, in a row; empty if nobody is named."""
    cue: str
    """The words that show it; empty where they stand in `why`."""
    why: str
    """In a few words."""
    origin: Span | None
    """The sentence it follows from, if the sentence itself does not say it."""


class Grounds(NamedTuple):
    """What a suggestion goes by: who says it, and the words that show it."""

    who: tuple[str, ...]
    cues: tuple[str, ...]


_FOLLOWING = 5
"""Sentences behind a statement in which it may be disputed."""
_LOOKED_AT = 60
"""Claims around a span, however much is selected."""


class Deciding:
    """The suggestions of the report that is read."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.suggestions: Suggestions | None = None
        """Comes when the machine has found something and the store has been read."""
        self.findings: Findings | None = None
        """Whose names the sources have."""
        self._last_count: int | None = None

    # ------------------------------------------------------------------ what is suggested

    @property
    def here(self) -> list[Suggestion]:
        """What is open for the sentences that the target touches, in the order of the text.

        Of many it is the first hundred: nobody sees more at once, and what is not seen is not taken.
        """
        if self.suggestions is None:
            return []
        target = self._reading.target
        if target.kind in ("borders", "fragment"):
            return []
        return self.suggestions.between(target.span.start, target.span.end, MOST_HERE)

    def left(self) -> int | None:
        """How many sentences have a suggestion; while they are counted anew, how many had one before."""
        count = self.suggestions.count if self.suggestions is not None else None
        if count is not None:
            self._last_count = count
        return self._last_count

    @property
    def any_left(self) -> bool:
        """Whether anything is suggested anywhere, as far as that is known."""
        return self.suggestions is not None and self.suggestions.count != 0

    @property
    def tags_here(self) -> tuple[str, ...]:
        """The tags that are open there, in the order of the tag set."""
        editor = self._reading.editor
        if editor is None:
            return ()
        return editor.tag_set.ordered(tag for each in self.here for tag in each.tags)

    def open_tags(self) -> list[OpenTag]:
        """What is suggested at the target, tag by tag; what a sentence says itself before what is derived."""
        here = self.here
        if not here or self._reading.editor is None:
            return []
        claims = [claim for each in here for claim in self.claims(each)]
        tags = [
            self._open_tag(tag, here, [each for each in claims if tag in each.tags]) for tag in self.tags_here
        ]
        return sorted(tags, key=lambda tag: tag.origin is not None)

    def _open_tag(self, tag_id: str, here: Sequence[Suggestion], claims: Sequence[Claim]) -> OpenTag:
        # Here, since nothing of it is needed before the first paint.
        from claims.reasons import reason
        from claims.records import OFFICIAL_CLAIM

        text = self._reading.report.text
        own = [claim for claim in claims if not claim.derived]
        first = (own or claims)[0]
        cues = dict.fromkeys(in_one_line(text[claim.cue.start : claim.cue.end]) for claim in own)
        who = self._sources_for([each for each in here if tag_id in each.tags], tag_id)
        return OpenTag(
            tag_id,
            ", ".join(each.text for each in who),
            # The reasons of all other tags quote it.
            "”, “".join(cues) if tag_id == OFFICIAL_CLAIM else "",
            reason(first, tag_id, text),
            None if own else first.origin,
        )

    def grounds(self, suggestion: Suggestion) -> Grounds:
        """Who says what is suggested for a sentence, and its cues in small letters."""
        text, claims = self._reading.report.text, self.claims(suggestion)
        cues = dict.fromkeys(in_one_line(text[each.cue.start : each.cue.end]).lower() for each in claims)
        return Grounds(tuple(each.text for each in self.sources(of=[suggestion])), tuple(cues))

    def alike(self, suggestion: Suggestion) -> Alike:
        """What others have in common with it that are listed as like it."""
        number = self._reading.sentences.at(suggestion.sentence.start) + 1
        who, cues = self.grounds(suggestion)
        return Alike(number, suggestion.tags, frozenset(who), frozenset(cues))

    def claims(self, suggestion: Suggestion) -> list[Claim]:
        """The claims that suggest one of the open tags of a sentence."""
        return self.suggestions.claims_of(suggestion) if self.suggestions is not None else []

    def sources(self, *, of: Sequence[Suggestion] | None = None) -> list[Attribution]:
        """Who says what is suggested at the target.

        Those who say it in so many words; if nobody does, as in "has not been confirmed", the first who says
        anything in the sentence; else who says what it is derived from.
        """
        here = self.here if of is None else of
        claims = [claim for each in here for claim in self.claims(each)]
        own = self._named(claim for claim in claims if not claim.derived)
        return own or self._named(self._own_claims(here))[:1] or self._named(claims)[:1]

    def _own_claims(self, here: Sequence[Suggestion]) -> list[Claim]:
        """Everything that anybody says in these sentences, whether a tag is suggested for it or not."""
        if self.suggestions is None:
            return []
        claims = (claim for each in here for claim in self.suggestions.claims_at(each.sentence.start))
        return [claim for claim in claims if not claim.derived]

    def sources_around(self, span: Span) -> list[Attribution]:
        """Who says anything in the sentences around a span, whether a tag is suggested or not.

        Those who say the very words come first. Of many sentences the first claims are looked at.
        """
        from annotations.sourcing import each_once

        claims = self._claims_around(span)
        words = [each for each in claims if each.content is not None and _lies_in(span, each.content)]
        return each_once([*self._named(words), *self._named(claims)])

    def disputers_around(self, span: Span, said_by: Iterable[Attribution]) -> list[Attribution]:
        """Who disputes what is said there, in these sentences or soon after; never who says it."""
        from annotations.sourcing import disputing, each_once
        from claims.records import CONTESTED

        if self.suggestions is None:
            return []
        claims = self._claims_around(span)
        following = self._claims_around(span, beyond=_FOLLOWING)[len(claims) :]
        by = [*said_by] or self._named(each for each in claims if CONTESTED not in each.tags)
        speakers = {each.text.casefold() for each in by}
        named = (self._named([each]) for each in disputing(claims, following, self.suggestions.claims))
        found = each_once(each for some in named for each in some)
        return [each for each in found if each.text.casefold() not in speakers]

    def _claims_around(self, span: Span, *, beyond: int = 0) -> list[Claim]:
        """The claims of the sentences around a span, and of so many behind them."""
        if self.suggestions is None:
            return []
        sentences, claims = self._reading.sentences, self.suggestions.claims
        first = sentences.at(span.start)
        last = min(sentences.at(max(span.start, span.end - 1)) + beyond, len(sentences) - 1)
        numbers = claims.within(sentences.starts[first], sentences.starts[last] + 1)
        return [claims[number] for number in numbers[:_LOOKED_AT]]

    def _named(self, claims: Iterable[Claim]) -> list[Attribution]:
        # Here, since nothing of it is needed before the first paint.
        from annotations.sourcing import sources_of

        return sources_of(claims, self._reading.report.text, self.findings)

    # ------------------------------------------------------------------ moving

    def go(self, step: int) -> bool:
        """`s`, `S`: the caret to the next or previous sentence with a suggestion; whether there is one."""
        if self.suggestions is None:
            return False
        sentence = self._reading.sentence
        found = (
            self.suggestions.next_after(sentence.start)
            if step > 0
            else self.suggestions.previous_before(sentence.start)
        )
        if found is not None:
            self._reading.go(found.sentence.start)
        return found is not None

    # ------------------------------------------------------------------ deciding

    def take(self) -> Change | None:
        """`enter`: all that is suggested at the target, as one annotation of the target with its source."""
        here = self.here
        return self._take({each.sentence: each.tags for each in here}, self.sources(of=here))

    def take_tag(self, tag_id: str) -> Change | None:
        """A tag key where that tag is suggested: that one alone; `None` where it is not, or is set."""
        reading, here = self._reading, [each for each in self.here if tag_id in each.tags]
        if not here or reading.editor is None or reading.tag_state(reading.editor.tag_set).get(tag_id):
            return None
        return self._take({each.sentence: (tag_id,) for each in here}, self._sources_for(here, tag_id))

    def dismiss(self) -> Change | None:
        """`backspace`: what is suggested at the target is not suggested again."""
        editor, here = self._reading.editor, self.here
        if editor is None or not here:
            return None
        return editor.dismiss({each.sentence: each.tags for each in here}, self._reading.caret)

    def take_all(self, suggestions: Sequence[Suggestion]) -> Change | None:
        """Take what is suggested for these sentences, each on its sentence, as one change."""
        editor = self._reading.editor
        if editor is None or not suggestions:
            return None
        takings = [
            _taking({each.sentence: each.tags}, each.sentence, self.sources(of=[each]))
            for each in suggestions
        ]
        return editor.take(takings, suggestions[0].sentence.start)

    def dismiss_all(self, suggestions: Sequence[Suggestion]) -> Change | None:
        """Have what is suggested for these sentences not suggested again, as one change."""
        editor = self._reading.editor
        if editor is None or not suggestions:
            return None
        taken = {each.sentence: each.tags for each in suggestions}
        return editor.dismiss(taken, suggestions[0].sentence.start)

    def _sources_for(self, here: Sequence[Suggestion], tag_id: str) -> list[Attribution]:
        return self.sources(of=[each._replace(tags=(tag_id,)) for each in here])

    def _take(self, suggested: dict[Span, tuple[str, ...]], sources: Sequence[Attribution]) -> Change | None:
        editor, target = self._reading.editor, self._reading.target
        if editor is None or not suggested:
            return None
        place = target.span.start if target.kind == "selection" else self._reading.caret
        taking = _taking(suggested, target.span, sources, self._reading.held)
        return editor.take([taking], place)


def _lies_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _taking(
    suggested: dict[Span, tuple[str, ...]],
    span: Span,
    sources: Sequence[Attribution],
    annotation_id: str | None = None,
) -> Taking:
    from annotations.deciding import Taking

    return Taking(suggested, span, tuple(sources), annotation_id)
