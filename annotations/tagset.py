"""The tag set: which tags there are, in which order, and which key means which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotations.errors import TagSetError
from annotations.records import Tag
from reports.visible import is_one_cell, visible

DEFAULT_TAGS = (
    Tag("unverified", "unverified", "u", "tag-1", "u", "Nobody independent has checked it."),
    Tag("contested", "contested", "c", "tag-2", "c", "Somebody with knowledge of it says otherwise."),
    Tag("official-claim", "official claim", "o", "tag-3", "o", "A government, army or authority says it."),
)
ROLES = 9
"""How many colour roles a theme has for tags; further tags share the last."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DIGITS = "123456789"


class TagSet:
    """An ordered, unchanging set of tags; the nth of the first nine answers to the digit n as well."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        """Take the tags in order; raises `TagSetError` for a bad id, a bad key, or two alike."""
        self.tags = tuple(_with_roles(_with_keys(tags)))
        self._by_id = {tag.id: tag for tag in self.tags}
        self._rank = {tag.id: rank for rank, tag in enumerate(self.tags)}
        _refuse_bad(self.tags)

    @classmethod
    def merged(cls, configured: Iterable[Tag] = (), stored: Iterable[Tag] = ()) -> TagSet:
        """Return the default tags, then those of the config file, then those of the store.

        A configured tag with the id of an earlier one replaces it in its place. A stored tag never
        stops the program: one whose id is taken gives way, one whose label is taken shows its id too,
        one whose key is taken goes without.
        """
        merged = {tag.id: tag for tag in DEFAULT_TAGS}
        for tag in configured:
            known = merged.get(tag.id)
            merged[tag.id] = _filled(tag, known) if known else tag
        cls(tuple(merged.values()))
        for tag in stored:
            if tag.id in merged or not _ID.fullmatch(tag.id):
                continue
            merged[tag.id] = _beside(tag, merged.values())
        return cls(tuple(merged.values()))

    def __iter__(self) -> Iterator[Tag]:
        return iter(self.tags)

    def __len__(self) -> int:
        return len(self.tags)

    def __contains__(self, tag_id: object) -> bool:
        return tag_id in self._by_id

    def get(self, tag_id: str) -> Tag:
        """Return the tag with that id; one that is not in the set any more is shown by its id."""
        return self._by_id.get(tag_id) or Tag(tag_id, tag_id, role=f"tag-{ROLES}", glyph=tag_id[:1])

    def by_key(self, key: str) -> Tag | None:
        """Return the tag a key means: its own key first, else the nth of the set for a digit."""
        if not key:
            return None
        for tag in self.tags:
            if tag.key == key:
                return tag
        rank = _DIGITS.find(key)
        return self.tags[rank] if 0 <= rank < len(self.tags) else None

    def by_label(self, label: str) -> Tag | None:
        """Return the tag with that label, whatever its case and spacing."""
        wanted = _folded(label)
        return next((tag for tag in self.tags if _folded(tag.label) == wanted), None)

    def ordered(self, tag_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids without doubles in the order of the set; unknown ones last, by name."""
        return tuple(
            sorted(set(tag_ids), key=lambda tag_id: (self._rank.get(tag_id, len(self.tags)), tag_id))
        )

    def letter(self, tag_id: str) -> str:
        """Return the one character, of one cell, that stands for the tag in the gutter."""
        tag = self.get(tag_id)
        return next(filter(is_one_cell, (tag.key, tag.glyph[:1], tag.label[:1])), "?")

    def number(self, tag_id: str) -> int | None:
        """Return the tag's place in the set, from 1; `None` for one that is not in it."""
        rank = self._rank.get(tag_id)
        return None if rank is None else rank + 1

    def label(self, tag_id: str) -> str:
        """Return what the tag is called."""
        return self.get(tag_id).label

    def new(self, label: str, description: str = "") -> Tag:
        """Return a tag that fits into the set: a free id made from the label, the next free digit as key.

        Raises `TagSetError` when the label is empty or taken.
        """
        words = " ".join(label.split())
        if not words or not any(character.isalnum() for character in words):
            raise TagSetError("A tag needs a name with at least one letter or digit.")
        taken = self.by_label(words)
        if taken:
            raise TagSetError(f"There is already a tag “{visible(taken.label)}”.")
        role = f"tag-{min(len(self.tags) + 1, ROLES)}"
        free = _free_id(_slug(words), self._by_id)
        return Tag(free, words, self._free_digit(), role, words[0], " ".join(description.split()))

    def with_tag(self, tag: Tag) -> TagSet:
        """Return the set with the tag at its end; the same set if a tag with that id is in it."""
        return self if tag.id in self._by_id else TagSet((*self.tags, tag))

    def without(self, tag_id: str) -> TagSet:
        """Return the set without the tag."""
        return TagSet(tuple(tag for tag in self.tags if tag.id != tag_id))

    def _free_digit(self) -> str:
        """The tag's own place if it is among the first nine, else the next digit nobody has."""
        used = {tag.key for tag in self.tags}
        wanted = _DIGITS[max(3, len(self.tags)) :] + _DIGITS[3:]
        return next((digit for digit in wanted if digit not in used), "")


def _with_keys(tags: Sequence[Tag]) -> Iterator[Tag]:
    """Give a tag without a key the digit of its place, if that is free."""
    used = {tag.key for tag in tags}
    for place, tag in enumerate(tags, start=1):
        own = str(place) if place <= 9 else ""
        yield msgspec.structs.replace(tag, key=own) if not tag.key and own and own not in used else tag


def _with_roles(tags: Iterable[Tag]) -> Iterator[Tag]:
    for place, tag in enumerate(tags, start=1):
        yield tag if tag.role else msgspec.structs.replace(tag, role=f"tag-{min(place, ROLES)}")


def _refuse_bad(tags: Sequence[Tag]) -> None:
    ids: set[str] = set()
    labels: set[str] = set()
    keys: set[str] = set()
    for tag in tags:
        name = f"The tag “{visible(tag.label or tag.id)}”"
        if not _ID.fullmatch(tag.id):
            raise TagSetError(
                f"{name} needs an id of small letters, digits and single hyphens, like `needs-source`."
            )
        if not tag.label.strip() or visible(tag.label) != tag.label:
            raise TagSetError(f"The tag with the id “{tag.id}” needs a printable label.")
        if tag.id in ids:
            raise TagSetError(f"{name} has the id “{tag.id}”, which another tag has already.")
        if _folded(tag.label) in labels:
            raise TagSetError(f"{name} is there twice; give one of them another label.")
        if tag.key and not _is_key(tag.key):
            raise TagSetError(f"{name} has the key “{visible(tag.key)}”; a key is one printable character.")
        if tag.key and tag.key in keys:
            raise TagSetError(f"{name} has the key “{tag.key}”, which another tag has already.")
        ids.add(tag.id)
        labels.add(_folded(tag.label))
        keys.add(tag.key)


def _filled(tag: Tag, known: Tag) -> Tag:
    """A configured tag takes from the default one what it does not say itself."""
    return Tag(
        tag.id,
        tag.label or known.label,
        tag.key or known.key,
        tag.role or known.role,
        tag.glyph or known.glyph,
        tag.description or known.description,
    )


def _beside(tag: Tag, others: Iterable[Tag]) -> Tag:
    """A stored tag, changed as little as it takes to stand beside the others."""
    known = tuple(others)
    label = storable_label(tag.label) or tag.id
    if _folded(label) in {_folded(other.label) for other in known}:
        label = f"{label} ({tag.id})"
    key = tag.key if _is_key(tag.key) else ""
    if key in {other.key for other in known}:
        key = ""
    return msgspec.structs.replace(tag, label=label, key=key)


def storable_label(label: str) -> str:
    """Return a label on one line, with what a terminal would act on written out."""
    return visible(" ".join(label.split()))


def _is_key(key: str) -> bool:
    return is_one_cell(key) and not key.isspace()


def _folded(label: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def _slug(label: str) -> str:
    """Small ASCII letters and digits of the label; a label in another script gets `tag`."""
    ascii_only = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "tag"


def _free_id(wanted: str, taken: Iterable[str]) -> str:
    used = set(taken)
    if wanted not in used:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(used) + 3) if f"{wanted}-{n}" not in used)
