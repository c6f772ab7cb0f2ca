"""What the list of the annotation pane shows: all annotations, those a filter lets through, or sentences.

Nobody waits for a long list: without a filter its rows are those of the index, and what has to be found out
is found out in steps (`work`). Nothing here imports records, since the first paint needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotations.coverage import Coverage
    from annotations.index import AnnotationIndex
    from annotations.tagset import TagSet

ANNOTATION, SENTENCE, SUGGESTED = "annotation:", "sentence:", "suggested:"
"""What the keys of rows begin with; an id, a number, or where a sentence starts follows."""


class Alike(NamedTuple):
    """What suggestions have in common with one: all its tags, and a source or a cue of it."""

    number: int
    """That of its sentence, from 1."""
    tags: tuple[str, ...]
    who: frozenset[str]
    cues: frozenset[str]

    def is_like(self, tags: tuple[str, ...], who: Iterable[str], cues: Iterable[str]) -> bool:
        """Whether another one with these tags, sources and cues is like it."""
        return tags == self.tags and not (self.who.isdisjoint(who) and self.cues.isdisjoint(cues))


class ListFilter(NamedTuple):
    """What is listed, annotations, sentences without a tag or suggestions, and what that is narrowed to."""

    text: str = ""
    tags: frozenset[str] = frozenset()
    """Of which one is enough."""
    untagged: bool = False
    suggested: bool = False
    alike: Alike | None = None
    """Suggestions like this one only."""

    def __bool__(self) -> bool:
        return bool(self.untagged or self.suggested or self.narrowed)

    @property
    def narrowed(self) -> bool:
        """Whether not all of what is listed is let through."""
        return bool(self.text or self.tags or self.alike is not None)

    @property
    def wider(self) -> ListFilter:
        """One step back: all suggestions, or all annotations."""
        return ListFilter(suggested=self.suggested and self.narrowed)

    def with_text(self, text: str) -> ListFilter:
        """The same tags, another query."""
        return self._replace(text=text, untagged=False)

    def with_tag_toggled(self, tag_id: str) -> ListFilter:
        """With one more tag, or one less."""
        return self._replace(tags=self.tags ^ {tag_id}, untagged=False)

    def with_field_toggled(self, field: str, words: Iterable[str]) -> ListFilter:
        """What has any of these in a field, as in `who` says it; if that is it already, all."""
        from annotations.query import term_for

        text = " ".join(dict.fromkeys(term_for(field, each) for each in words))
        return ListFilter("" if self.text == text else text, self.tags)

    def described(self, tag_set: TagSet) -> str:
        """What the list is narrowed to, for its heading."""
        tags = ", ".join(tag_set.label(tag.id) for tag in tag_set.tags if tag.id in self.tags)
        like = f"like {self.alike.number}" if self.alike is not None else ""
        return " ".join(part for part in (like, tags, f"/{self.text}" if self.text else "") if part)


class ListFacts(NamedTuple):
    """What is said of the list: over it, and among the tags."""

    list_filter: ListFilter = ListFilter()
    rows: int = 0
    """How many rows it has, as far as that is known."""
    total: int = 0
    """How many annotations there are; of a list of sentences, how many sentences, of suggestions, those."""
    complete: bool = True
    """Whether the filter has been applied to all."""
    marked: int = 0
    """Annotations, or suggestions, that are marked."""
    untagged: int | None = None
    """Sentences without a tag; `None` while they are being counted."""
    suggested: int | None = None
    """Suggestions; `None` while they are being found and counted."""


class Listed(Protocol):
    """The rows of a list by number, from 0."""

    def __len__(self) -> int: ...

    def key(self, number: int) -> str:
        """The key of a row."""

    def place(self, key: str) -> int | None:
        """The number of the row with a key; `None` if it is not listed."""

    @property
    def complete(self) -> bool:
        """Whether all rows are known."""

    def work(self) -> bool:
        """Find out some more; returns whether there is more to find out."""


class AllAnnotations:
    """Every annotation, in the order of the text."""

    def __init__(self, index: AnnotationIndex) -> None:
        self._index = index

    def __len__(self) -> int:
        return len(self._index)

    def key(self, number: int) -> str:
        """The key of a row."""
        return ANNOTATION + self._index[number].id

    def place(self, key: str) -> int | None:
        """The number of the row with a key."""
        identity = key.removeprefix(ANNOTATION)
        return self._index.rank(identity) if identity in self._index else None

    @property
    def complete(self) -> bool:
        """Nothing has to be found out."""
        return True

    def work(self) -> bool:
        """Everything is known."""
        return False


class UntaggedSentences:
    """The sentences without a tag."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage

    def __len__(self) -> int:
        return self._coverage.count if self._coverage.complete else 0

    def key(self, number: int) -> str:
        """The key of a row."""
        return f"{SENTENCE}{self._coverage.sentence(number)}"

    def place(self, key: str) -> int | None:
        """The number of the row with a key."""
        kind, _, number = key.partition(":")
        return self._coverage.place(int(number)) if f"{kind}:" == SENTENCE else None

    @property
    def complete(self) -> bool:
        """Whether it is known what is tagged."""
        return self._coverage.complete

    def work(self) -> bool:
        """Find out what is tagged."""
        return self._coverage.work()


class Nothing:
    """No row: what there might be has not been found yet."""

    def __len__(self) -> int:
        return 0

    def key(self, number: int) -> str:
        """There is none."""
        raise IndexError(number)

    def place(self, key: str) -> int | None:  # noqa: ARG002 - as all lists have it
        """There is none."""
        return None

    @property
    def complete(self) -> bool:
        """Nothing has to be found out."""
        return True

    def work(self) -> bool:
        """Everything is known."""
        return False
