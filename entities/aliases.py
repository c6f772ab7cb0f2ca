"""Which mentions speak of the same thing.

Only what is certain is merged: the same name, a surname with the one full name it belongs to, an
acronym with the one name it abbreviates, a demonym with its country. Everything else is the
analyst's to merge: Kiev the government stays apart from Ukraine.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from entities.records import ENTITY_TYPES, EntityType
from entities.tables import countries, words
from reports.flow import in_one_line

_POSSESSIVE = re.compile(r"['’]s?$")
_BLANKS = re.compile(r"\s+")
_APART = re.compile(r"[\W_]+")
_LATIN_ACCENT = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]+")
_HONORIFICS = frozenset(words().honorifics)
_PARTICLES = frozenset(words().particles)
_SON_OF = frozenset(words().son_of)
_FAMILY_FIRST = frozenset(words().family_first)
_SMALL = frozenset(words().small)
_NAMED = frozenset({"organisation", "place", "facility", "event", "product", "other"})
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,8}")
_LONGEST_SLUG = 80
_ORDER = {kind: at for at, kind in enumerate(ENTITY_TYPES)}

_Key = tuple[EntityType, str]


class Use(NamedTuple):
    """One way a report calls something: the words as they stand there, as one type."""

    type: EntityType
    words: str
    times: int
    """How often."""
    first: int
    """Where first, in code points."""


class Referent(NamedTuple):
    """An entity without its mentions: what it is called, and the uses that are its own."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    demonyms: frozenset[str]
    """The words of its uses as a group: what the people of a country are called."""
    inferred: frozenset[str]
    """Those aliases that are its own by a rule and not by a list: a surname, an acronym."""
    uses: list[Use]
    """In the order of the text."""


@dataclass(slots=True)
class _Cluster:
    """The uses of one name, and the clusters that were merged into it."""

    type: EntityType
    name: str = ""
    """The name it must have, whatever its uses are called; empty: the most frequent one."""
    uses: list[Use] = field(default_factory=list)
    own: dict[str, int] = field(default_factory=dict)
    """How often its own names are used, without those merged into it."""
    others: Counter[str] | None = None

    @property
    def count(self) -> int:
        return sum(use.times for use in self.uses)


def resolve(uses: Iterable[Use]) -> list[Referent]:
    """The entities that are spoken of: by type, then the most frequent, then the first in the text.

    The uses may come in any order, each pair of type and words once. The result is the same for the
    same uses; the time it takes grows with their number, however often each is repeated.
    """
    clusters = _by_name(uses)
    _merge(clusters, _surnames(clusters))
    _merge(clusters, _acronyms(clusters))
    for cluster in clusters.values():
        cluster.uses.sort(key=_first)
    # Sorts are stable: equals stay in the order of the text, and so do the numbers behind their ids.
    found = sorted(clusters.values(), key=lambda one: one.uses[0].first)
    taken: dict[str, int] = {}
    ordered = sorted(
        ((_ORDER[one.type], -one.count, _referent(one, taken)) for one in found), key=lambda one: one[:2]
    )
    return [referent for _, _, referent in ordered]


_first = attrgetter("first")


def _by_name(uses: Iterable[Use]) -> dict[_Key, _Cluster]:
    """One cluster a name; demonyms and the other names of a country go with the country."""
    clusters: dict[_Key, _Cluster] = {}
    for use in sorted(uses, key=_first):
        name = plain_name(use.words)
        country = _country(use.type, name)
        kind: EntityType = "place" if country else use.type
        key = (country or name).casefold()
        if kind == "person":
            key = " ".join(name_parts(key))
        cluster = clusters.setdefault((kind, key), _Cluster(kind, country))
        cluster.uses.append(use)
        cluster.own[name] = cluster.own.get(name, 0) + use.times
    return clusters


def plain_name(text: str) -> str:
    """The words of a mention as a name: without a possessive, with single blanks."""
    return _BLANKS.sub(" ", in_one_line(_POSSESSIVE.sub("", text))).strip() or text


def known_name(kind: EntityType, name: str) -> str:
    """What something of a type is called that a text calls so: `U.S.` as a place is the United States."""
    return _country(kind, name) or name


def _country(kind: EntityType, name: str) -> str:
    if kind == "group":
        return countries().of_demonym.get(name.casefold(), "")
    if kind in {"place", "organisation"}:
        return countries().of_name.get(name.replace(".", "").casefold(), "")
    return ""


def _surnames(clusters: dict[_Key, _Cluster]) -> dict[_Key, _Key]:
    """Which single names are the surname of exactly one full name."""
    full: defaultdict[str, set[_Key]] = defaultdict(set)
    for kind, name in clusters:
        parts = name.split() if kind == "person" else []
        if len(parts) > 1:
            for surname in surnames_of(parts):
                full[surname].add((kind, name))
    merged: dict[_Key, _Key] = {}
    for key in clusters:
        candidates = full.get(key[1], set()) if key[0] == "person" else set()
        if len(candidates) == 1:
            merged[key] = next(iter(candidates))
    return merged


def name_parts(name: str) -> list[str]:
    """The words of a person's name in lower case, without honorifics in front."""
    parts = name.split()
    while len(parts) > 1 and parts[0].rstrip(".") in _HONORIFICS:
        parts = parts[1:]
    return parts


def surnames_of(parts: list[str]) -> set[str]:
    """What a full name is called for short: its last word, with and without its particles.

    A Chinese, Korean or Vietnamese name begins with it, and who is called the son of Salman is not Salman.
    """
    first, last = parts[0], parts[-1]
    if len(parts) <= 3 and first.casefold() in _FAMILY_FIRST:
        # `Gan Yu`: either may be the family name.
        return {first, last} if last.casefold() in _FAMILY_FIRST else {first}
    surnames = set() if len(parts) > 2 and parts[-2].casefold() in _SON_OF else {last}
    for particle in ("al-", "el-"):
        if last.casefold().startswith(particle):
            surnames.add(last[len(particle) :])
    begin = len(parts) - 1
    while begin > 1 and parts[begin - 1].casefold() in _PARTICLES:
        begin -= 1
        surnames.add(" ".join(parts[begin:]))
    return surnames


def _acronyms(clusters: dict[_Key, _Cluster]) -> dict[_Key, _Key]:
    """Which acronyms stand for exactly one name of the report."""
    firsts = {key: next(iter(cluster.own)) for key, cluster in clusters.items() if key[0] in _NAMED}
    acronyms = {key: name.replace(".", "") for key, name in firsts.items() if _ACRONYM.fullmatch(name)}
    full: dict[str, set[_Key]] = {acronym: set() for acronym in acronyms.values()}
    for key, name in firsts.items():
        for initials in _initials(name) if full else ():
            if initials in full:
                full[initials].add(key)
    merged: dict[_Key, _Key] = {}
    for key, acronym in acronyms.items():
        # The model is sometimes wrong about the type of an acronym, so another type will do.
        candidates = {one for one in full[acronym] if one[0] == key[0]} or full[acronym]
        if len(candidates) == 1:
            merged[key] = next(iter(candidates))
    return merged


def _initials(name: str) -> set[str]:
    """The acronyms of a name of two words or more: of all its words, and of those with a capital."""
    parts = [part for part in re.split(r"[\s-]+", name) if part]
    large = [part for part in parts if part.casefold() not in _SMALL]
    if len(large) < 2 or not all(part[0].isupper() for part in large):
        return set()
    return {"".join(part[0].upper() for part in some) for some in (parts, large)}


def _merge(clusters: dict[_Key, _Cluster], into: dict[_Key, _Key]) -> None:
    """Move the uses of the keys of `into` to the clusters of its values.

    A value may be a key too (Damme, van Damme, Jean-Claude van Damme); as it is always the longer
    name, following them ends.
    """
    for key, target in into.items():
        while target in into:
            target = into[target]
        cluster, goal = clusters.pop(key), clusters[target]
        goal.uses += cluster.uses
        goal.others = (goal.others or Counter()) + Counter(cluster.own)


def _referent(cluster: _Cluster, taken: dict[str, int]) -> Referent:
    name = cluster.name or max(cluster.own, key=lambda one: (cluster.own[one], not one.isupper()))
    aliases: dict[str, str] = {}
    if cluster.others or len(cluster.own) > 1 or cluster.name:
        for alias, _ in (Counter(cluster.own) + (cluster.others or Counter())).most_common():
            aliases.setdefault(alias.casefold(), alias)
        aliases.pop(name.casefold(), None)
    demonyms = {use.words for use in cluster.uses if use.type == "group"} if cluster.type == "place" else ()
    return Referent(
        entity_id(cluster.type, name, taken),
        cluster.type,
        name,
        tuple(aliases.values()),
        frozenset(demonyms),
        frozenset(cluster.others or ()) - cluster.own.keys(),
        cluster.uses,
    )


def entity_id(kind: EntityType, name: str, taken: dict[str, int]) -> str:
    """`person:volodymyr-zelensky`, with a number behind it when that is taken.

    `taken` holds the ids there are, with the last number that was given behind each.
    """
    plain = name
    if not name.isascii():
        plain = _LATIN_ACCENT.sub("", unicodedata.normalize("NFKD", name))
        plain = unicodedata.normalize("NFC", plain)
    first = f"{kind}:{_APART.sub('-', plain.casefold()).strip('-')[:_LONGEST_SLUG] or 'unnamed'}"
    found, number = first, taken.get(first, 0)
    while found in taken:
        number += 1
        found = f"{first}-{number}"
    taken[first] = max(number, 1)
    taken.setdefault(found, 1)
    return found
