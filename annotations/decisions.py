"""What was decided of the suggestions of one report, by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotations.records import Decision


class Decisions:
    """The decisions of one report. Who follows them asks for the news since it last looked."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._by_id: dict[str, Decision] = {}
        self._by_start: dict[int, dict[str, None]] = {}
        self._news: list[int] = []
        for decision in decisions:
            self.add(decision)
        self._news.clear()

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Decision]:
        return iter(self._by_id.values())

    def get(self, identity: str) -> Decision | None:
        """Return the decision with that id."""
        return self._by_id.get(identity)

    def made(self, start: int) -> frozenset[str]:
        """Return the tags that were taken or dismissed for the sentence that starts there."""
        return frozenset(
            tag
            for identity in self._by_start.get(start, ())
            for tag in (*self._by_id[identity].accepted, *self._by_id[identity].dismissed)
        )

    def add(self, decision: Decision) -> None:
        """Add a decision, in the place of the one with its id if there is one."""
        self.remove(decision.id)
        self._by_id[decision.id] = decision
        self._by_start.setdefault(decision.span.start, {})[decision.id] = None
        self._news.append(decision.span.start)

    def remove(self, identity: str) -> None:
        """Remove the decision with that id, if it is there."""
        before = self._by_id.pop(identity, None)
        if before is not None:
            self._by_start[before.span.start].pop(identity)
            self._news.append(before.span.start)

    def take_over(self, decisions: Iterable[Decision]) -> None:
        """Have these decisions instead."""
        there = {decision.id: decision for decision in decisions}
        for identity in [identity for identity in self._by_id if identity not in there]:
            self.remove(identity)
        for decision in there.values():
            if self._by_id.get(decision.id) != decision:
                self.add(decision)

    @property
    def version(self) -> int:
        """How many times a decision was added or removed."""
        return len(self._news)

    def news(self, version: int) -> Sequence[int]:
        """Return the starts of the sentences that were decided on anew since that version."""
        return self._news[version:]
