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

ANNOTATION, SENTENCE = "annotation:", "sentence:"
"""What the keys of rows begin with; an id or a number follows."""


class ListFilter(NamedTuple):
    """What the list is narrowed to: tags of which one is enough, and a query; or sentences without a tag."""

    text: str = ""
    tags: frozenset[str] = frozenset()
    untagged: bool = False

    def __bool__(self) -> bool:
        return bool(self.text or self.tags or self.untagged)

    def with_text(self, text: str) -> ListFilter:
        """The same tags, another query."""
        return ListFilter(text, self.tags)

    def with_tag_toggled(self, tag_id: str) -> ListFilter:
        """With one more tag, or one less."""
        return ListFilter(self.text, self.tags ^ {tag_id})

    def with_field_toggled(self, field: str, words: Iterable[str]) -> ListFilter:
        """What has any of these in a field, as in `who` says it; if that is it already, all."""
        from annotations.query import term_for

        text = " ".join(dict.fromkeys(term_for(field, each) for each in words))
        return ListFilter("" if self.text == text else text, self.tags)

    def described(self, tag_set: TagSet) -> str:
        """What the list is narrowed to, for its heading."""
        tags = ", ".join(tag_set.label(tag.id) for tag in tag_set.tags if tag.id in self.tags)
        return " ".join(part for part in (tags, f"/{self.text}" if self.text else "") if part)


class ListFacts(NamedTuple):
    """What is said of the list: over it, and among the tags."""

    list_filter: ListFilter = ListFilter()
    rows: int = 0
    """How many rows it has, as far as that is known."""
    total: int = 0
    """How many annotations there are; of a list of sentences, how many sentences."""
    complete: bool = True
    """Whether the filter has been applied to all."""
    marked: int = 0
    """Annotations that are marked."""
    untagged: int | None = None
    """Sentences without a tag; `None` while they are being counted."""


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
