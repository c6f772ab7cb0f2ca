"""Whether every line of the history is where other lines say it is, and which report a lost one was about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotations.damage.inventory import Segment
from annotations.disk.lines import DamagedLine, Location

Subjects = dict[str, None]
"""Ids of reports, in the order of finding."""


@dataclass(slots=True)
class Chains:
    """What the lines of a history say of each other."""

    lines: dict[Location, frozenset[str]] = field(default_factory=dict)
    """By place the subjects of each line that can be read."""
    named: dict[Location, Subjects] = field(default_factory=lambda: defaultdict(dict))
    """By place the subjects that later lines, which have a checksum, look for there."""
    ends: dict[str, Location] = field(default_factory=dict)
    """By subject where its last line stands that can be read."""

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> Chains:
        """Follow all lines; of two segments of one generation the first is the one that is followed."""
        chains = cls()
        for segment in segments:
            if segment.number > 1:
                continue
            for line in segment.lines:
                place = Location(segment.generation, line.offset)
                chains.lines[place] = frozenset(line.entry.before)
                for subject, before in line.entry.before.items():
                    chains.ends[subject] = place
                    if before.generation:
                        chains.named[before][subject] = None
        return chains

    def broken(self) -> dict[Location, Subjects]:
        """Return the places where something is looked for that is not there, with whose it was."""
        found: dict[Location, Subjects] = {}
        for place, subjects in sorted(self.named.items()):
            missing = {subject: None for subject in subjects if not self._has(place, subject)}
            if missing:
                found[place] = missing
        return found

    def wrong_ends(self, heads: Mapping[str, Location]) -> Subjects:
        """Return the subjects whose history does not end where the file says, or not only there."""
        return {
            subject: None
            for subject in {**heads, **self.ends}
            if heads.get(subject) != self.ends.get(subject)
        }

    def subjects_of(self, segment: Segment, damaged: DamagedLine, heads: Mapping[str, Location]) -> Subjects:
        """Return whose line it was, as far as others name it."""
        found: Subjects = {}
        for place, subjects in self.named.items():
            if _within(place, segment, damaged):
                found |= subjects
        return found | {subject: None for subject, place in heads.items() if _within(place, segment, damaged)}

    def before(self, subject: str, place: Location) -> Location | None:
        """Return where the last line about the subject before that place stands; `None` if there is none."""
        earlier = [there for there, subjects in self.lines.items() if there < place and subject in subjects]
        return max(earlier, default=None)

    def forget(self, place: Location) -> None:
        """Take a line for gone, and end before it what ended there."""
        for subject in self.lines.pop(place, ()):
            if self.ends.get(subject) == place:
                earlier = self.before(subject, place)
                if earlier is None:
                    del self.ends[subject]
                else:
                    self.ends[subject] = earlier

    def _has(self, place: Location, subject: str) -> bool:
        return subject in self.lines.get(place, ())


def _within(place: Location, segment: Segment, damaged: DamagedLine) -> bool:
    first, end = damaged.offset, damaged.offset + damaged.length
    return segment.number == 1 and place.generation == segment.generation and first <= place.offset < end
