"""Everything the reader shows of one report, in one place; the screen changes it, the views draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.finding.listing import AllAnnotations, ListFacts, ListFilter, Nothing, UntaggedSentences
from tui.finding.seeking import Seeking
from tui.panes.entities import EntityList
from tui.reading.marks import Marks
from tui.reading.told import unconfirmed

if TYPE_CHECKING:
    from annotations.coverage import Coverage
    from annotations.index import AnnotationIndex
    from annotations.suggestions import Stops, Suggestions
    from annotations.tagset import TagSet
    from annotations.voices import UnnamedSource
    from claims.records import Claims
    from entities.lookup.facts import Fact
    from entities.records import Entity
    from tui.finding.listing import Listed
    from tui.finding.matching import FoldedTexts
    from tui.looks.folding import Pane
    from tui.reading.reading import Reading


class Claimed(NamedTuple):
    """Who says what, and the sentences that tags are suggested for; made where nobody waits for it."""

    claims: Claims
    stops: Stops
    looked_for: bool = True
    """Whether the model looked for it at all."""

    @classmethod
    def read(cls, beside: bytes | memoryview, length: int) -> Claimed:
        """What the worker found beside the names of a text of so many code points; none if it is unsound."""
        from annotations.suggestions import Stops
        from claims.records import Claims, claims_in

        try:
            claims = claims_in(beside, length)
        except ValueError:
            claims = Claims()
        return cls(claims, Stops.of(claims), bool(beside))


class ReaderState:
    """The state of one reader screen."""

    def __init__(self, reading: Reading, *, place_in_sources: str = "") -> None:
        """`place_in_sources` is as ` (1 of 3)`, when several reports were opened."""
        self.reading = reading
        self.hidden = 0
        """Code points of the report that are drawn as a stand-in; counted after the first paint."""
        self.place_in_sources = place_in_sources
        self.entities = EntityList()
        self.seeking = Seeking(reading, self.entities)
        self.fact: tuple[str, Fact | None] = ("", None)
        """The id of an entity, and what is known of it beside the text."""
        self.list_filter = ListFilter()
        self.marks = Marks()
        """Annotations that are marked."""
        self.marked_suggestions = Marks()
        self.pane: Pane = "article"
        """The pane the user is in."""
        self._last, self._last_at = "", 0
        self.alarm = ""
        """An error or a question, shown in reverse until the next key."""
        self.news = ""
        """What was said last that is neither: as an alarm it is shown without the reverse."""
        self.saved = ""
        """As `saved 09:12:04`; empty before the store has been read."""
        self.problem = ""
        """Why changes are not saved; empty while they are."""
        self._index: AnnotationIndex | None = None
        """What the following was made for; an index of its own comes with a store that is read anew."""
        self._listed: Listed | None = None
        self._coverage: Coverage | None = None
        self._texts: FoldedTexts | None = None
        self._claimed: Claimed | None = None

    @property
    def claims(self) -> Claims | None:
        """Who says what, as far as it was found; `None` where it was not looked for."""
        claimed = self._claimed
        return claimed.claims if claimed is not None and claimed.looked_for else None

    def take_claimed(self, claimed: Claimed) -> None:
        """The machine found more of who says what."""
        self._claimed = claimed
        self._suggest()
        self._keep_marked_suggestions()
        if self.list_filter.suggested:
            self._listed = None

    @property
    def suggestions(self) -> Suggestions | None:
        """What is suggested; `None` before the store was read, and before anything was found."""
        self._known_index()
        return self.reading.deciding.suggestions

    def _suggest(self) -> None:
        from annotations.suggestions import Suggestions

        editor, claimed = self.reading.editor, self._claimed
        self.reading.deciding.suggestions = (
            Suggestions(claimed.claims, claimed.stops, editor.index, editor.decisions)
            if editor is not None and claimed is not None
            else None
        )

    @property
    def last(self) -> str:
        """The last change, for the target line: `+ unverified  09:12:04 · z undo`."""
        return self._last

    @last.setter
    def last(self, words: str) -> None:
        self._last, self._last_at = words, self.reading.caret

    @property
    def last_told(self) -> str:
        """The last change, but on a trail only until the caret goes on: then the way out is told there."""
        told = self.reading.trail is None or self.reading.caret == self._last_at
        return self._last if told else ""

    @property
    def tag_set(self) -> TagSet:
        """The tags, those of the store among them; there are none before it has been read."""
        if self.reading.editor is None:
            raise RuntimeError("the store has not been read")
        return self.reading.editor.tag_set

    @property
    def chosen(self) -> Entity | None:
        """The entity whose mentions are the trail."""
        return self.entities.entity(self.entities.chosen) if self.entities.chosen else None

    @property
    def unsure(self) -> bool:
        """Whether something of the chosen entity is only inferred."""
        chosen, told = self.chosen, self.entities.told_of_chosen
        roles = told.roles if told is not None else ()
        return chosen is not None and bool(chosen.inferred or unconfirmed(chosen.roles, roles))

    @property
    def shows_card(self) -> bool:
        """Whether the card of what is chosen takes the place of the annotations."""
        return self.chosen is not None or self.chosen_source is not None

    @property
    def chosen_source(self) -> UnnamedSource | None:
        """The source without a name whose words are the trail."""
        return self.entities.unnamed(self.entities.chosen) if self.entities.chosen else None

    @property
    def fact_of_chosen(self) -> Fact | None:
        """What is known of the chosen entity beside the text; `None` while it is looked for."""
        entity, fact = self.fact
        return fact if entity == self.entities.chosen else None

    # ------------------------------------------------------------------ the list

    @property
    def listed(self) -> Listed:
        """What the list shows; raises `RuntimeError` before the store has been read."""
        index = self._known_index()
        if self._listed is None:
            if self.list_filter.untagged:
                self._listed = UntaggedSentences(self.coverage)
            elif self.list_filter.suggested:
                self._listed = self._suggested()
            elif self.list_filter:
                self._listed = self._matching(index)
            else:
                self._listed = AllAnnotations(index)
        return self._listed

    def _suggested(self) -> Listed:
        from tui.finding.suggested import AllSuggestions, MatchingSuggestions, filter_of

        deciding = self.reading.deciding
        if deciding.suggestions is None:
            return Nothing()
        if not self.list_filter.narrowed:
            return AllSuggestions(deciding.suggestions)
        text, label_of = self.reading.report.text, self.tag_set.label
        accepts = filter_of(self.list_filter, deciding.grounds, text, label_of)
        return MatchingSuggestions(deciding.suggestions, accepts)

    def _matching(self, index: AnnotationIndex) -> Listed:
        from tui.finding.matching import FoldedTexts, Matching

        if self._texts is None:
            self._texts = FoldedTexts(self.tag_set.label)
        return Matching(index, self._texts, self.list_filter)

    @property
    def list_facts(self) -> ListFacts:
        """What is said of the list; nothing before the store has been read."""
        if self.reading.index is None:
            return ListFacts()
        index, listed, coverage, now = self._known_index(), self.listed, self.coverage, self.list_filter
        suggested = self.suggestions.count if self.suggestions is not None else None
        total = (
            len(self.reading.sentences) if now.untagged else suggested or 0 if now.suggested else len(index)
        )
        return ListFacts(
            now,
            len(listed),
            total,
            listed.complete,
            len(self.listed_marks),
            coverage.count if coverage.complete else None,
            suggested,
        )

    @property
    def listed_marks(self) -> Marks:
        """What is marked of what is listed."""
        return self.marked_suggestions if self.list_filter.suggested else self.marks

    @property
    def coverage(self) -> Coverage:
        """The sentences without a tag; raises `RuntimeError` before the store has been read."""
        from annotations.coverage import Coverage

        index = self._known_index()
        if self._coverage is None:
            self._coverage = Coverage(self.reading.sentences, index)
        return self._coverage

    @property
    def list_complete(self) -> bool:
        """Whether all is known that list, tags and header show."""
        suggestions = self.suggestions
        return (
            self.listed.complete and self.coverage.complete and (suggestions is None or suggestions.complete)
        )

    def work(self) -> None:
        """Find out some more of it."""
        suggestions = self.suggestions
        if not self.listed.complete:
            self.listed.work()
        elif not self.coverage.complete:
            self.coverage.work()
        elif suggestions is not None:
            suggestions.work()

    @property
    def listing_pane(self) -> str:
        """The pane the user is in; `suggestions` or `marked suggestions` where it lists those."""
        if self.pane != "annotations" or not self.list_filter.suggested or self.shows_card:
            return self.pane
        return "marked suggestions" if self.marked_suggestions else "suggestions"

    @property
    def marks_act(self) -> bool:
        """Whether the next key acts on what is marked in the list: while the list has the keys."""
        return bool(self.listed_marks) and self.pane == "annotations" and not self.shows_card

    def annotations_changed(self) -> None:
        """Something happened to annotations or tags."""
        index = self._known_index()
        self.marks.keep(index.__contains__)
        self._keep_marked_suggestions()
        if self._texts is not None and self._texts.label_of != self.tag_set.label:
            self._texts = None
            self._listed = None

    def narrow(self, list_filter: ListFilter) -> None:
        """Narrow the list of all annotations."""
        if list_filter != self.list_filter:
            if not list_filter.suggested:
                self.marked_suggestions.clear()
            self.list_filter = list_filter
            self._listed = None

    def _keep_marked_suggestions(self) -> None:
        suggestions = self.reading.deciding.suggestions
        if self.marked_suggestions and suggestions is not None:
            self.marked_suggestions.keep(lambda start: suggestions.at(int(start)))

    def _known_index(self) -> AnnotationIndex:
        index = self.reading.index
        if index is None:
            raise RuntimeError("the store has not been read")
        if index is not self._index:
            self._index = index
            self._listed = self._coverage = self._texts = None
            self._suggest()
        return index
