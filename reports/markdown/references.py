r"""What a label stands for, told before the place where it is defined has been reached.

A definition of a link (`[label]: target`) or a footnote (`[^label]: text`) may stand anywhere in a source,
also behind its uses. Whoever reads the source as a stream cannot know it yet; so whatever looks like a
definition further on is parsed when its label is asked for, with the lines around it, and taken for one.
Almost always it is one. What was told is compared with the definitions as the stream comes to them: where it
was wrong (the line stood in a block of code), `mistaken` says so, and the reading begins again with what has
been learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from heapq import heappop, heappush

from reports.markdown.parser import Definition, normalized

Parse = Callable[[str], Mapping[str, Definition]]
"""The definitions in a piece of source, by normalised label."""

_SEEMING = re.compile(r"\n[ \t>*+\-\d.)]*+\[(?P<label>(?:[^\[\]\\]|\\.){1,999}+)\]:", re.DOTALL)
_FIRST_LINE = re.compile(_SEEMING.pattern.removeprefix(r"\n"), re.DOTALL)
_BEFORE = 2_000
"""Code points before a seeming definition that are looked at for the blank line it stands under."""
_BEHIND = 16_000
"""Code points behind it that are parsed with it: a list of sources is parsed at once."""
_TRIES = 8
"""Seeming definitions of one label that are parsed at most."""


class References:
    """The definitions of one source, asked by the parser (`get`), settled by whoever reads (`settle`)."""

    def __init__(self, source: str, parse: Parse) -> None:
        self._source = source
        self._parse = parse
        self._found: dict[str, Definition] = {}
        self._settled = 0
        """Up to here, in code points of the source, all definitions are in `_found`."""
        self._told: dict[str, Definition | None] = {}
        self._trusted: list[tuple[int, str]] = []
        """A heap of what was told without having been reached: where it will have been, and its label."""
        self._places: dict[str, list[int]] | None = None
        self._parsed_starts: list[int] = []
        self._parsed: list[tuple[int, Mapping[str, Definition]]] = []
        self.mistaken = False
        """Whether something was told that is not so."""

    def get(self, label: str, default: None = None) -> Definition | None:
        """What the normalised label of a link stands for, as far as can be told by now."""
        definition = self._stands_for(label)
        return default if definition is None or definition.get("footnote") else definition

    def is_footnote(self, label: str) -> bool:
        """Whether there is a footnote with this normalised label, as far as can be told by now."""
        definition = self._stands_for(label)
        return definition is not None and bool(definition.get("footnote"))

    def settle(self, found: Mapping[str, Definition], upto: int) -> None:
        """The source has been read up to code point `upto`; `found` are the definitions read last."""
        for label, definition in found.items():
            if label in self._found:
                continue
            self._found[label] = definition
            if label in self._told:
                told = self._told[label]
                self.mistaken |= told is None or told["href"] != definition["href"]
        self._settled = max(self._settled, upto)
        while self._trusted and self._trusted[0][0] <= self._settled:
            self.mistaken |= heappop(self._trusted)[1] not in self._found

    def begin_again(self) -> None:
        """Forget what was told; what has been found stays."""
        self._told.clear()
        self._trusted.clear()
        self.mistaken = False

    def _stands_for(self, label: str) -> Definition | None:
        known = self._found.get(label)
        if known is not None:
            return known
        if label not in self._told:
            self._told[label] = self._seeming(label)
        return self._told[label]

    def _seeming(self, label: str) -> Definition | None:
        places = self._all_places().get(label, [])
        ahead = places[bisect_right(places, self._settled - 1) :]
        for place in ahead[:_TRIES]:
            end, definitions = self._around(place)
            if label in definitions:
                heappush(self._trusted, (end, label))
                return definitions[label]
        return None

    def _all_places(self) -> dict[str, list[int]]:
        """Where in the source the lines begin that look like a definition, by label."""
        if self._places is None:
            self._places = {}
            first = _FIRST_LINE.match(self._source)
            if first:
                self._places[normalized(first["label"])] = [0]
            for seeming in _SEEMING.finditer(self._source):
                label = normalized(seeming["label"])
                self._places.setdefault(label, []).append(seeming.start() + 1)
        return self._places

    def _around(self, place: int) -> tuple[int, Mapping[str, Definition]]:
        """The definitions in the lines around `place`, and where those lines end. No line is parsed twice."""
        number = bisect_right(self._parsed_starts, place)
        last_end = self._parsed[number - 1][0] if number else 0
        if place < last_end:
            return self._parsed[number - 1]
        source = self._source
        blank = source.rfind("\n\n", max(0, place - _BEFORE), place)
        start = max(last_end, blank + 2 if blank >= 0 else place)
        end = source.find("\n\n", place, place + _BEHIND)
        if end < 0:
            end = source.find("\n", place + _BEHIND)
        end = len(source) if end < 0 else end + 1
        if number < len(self._parsed_starts):
            end = min(end, self._parsed_starts[number])
        self._parsed_starts.insert(number, start)
        self._parsed.insert(number, (end, self._parse(source[start:end])))
        return self._parsed[number]
