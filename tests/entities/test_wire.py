from __future__ import annotations

import io

import pytest

from entities.records import Entity, Mention
from entities.wire import MENTIONS_A_LINE, Snapshot, read_entities, read_reply, snapshot_lines


def entity(name: str, count: int) -> Entity:
    mentions = tuple(Mention(9 * at, 9 * at + 4, "Ки\u2028в", "place") for at in range(count))
    return Entity(f"place:{name}", "place", name, (), "machine", mentions)


def test_a_snapshot_comes_over_the_wire_as_it_was() -> None:
    entities = (
        entity("a", 1),
        entity("b", 2 * MENTIONS_A_LINE + 1),
        entity("c", MENTIONS_A_LINE),
        entity("d\n", 2),
    )
    lines = snapshot_lines(entities, 2, 3)
    assert all(line.count(b"\n") == 1 for line in lines)
    stream = io.BytesIO(b"".join(lines))
    reply = read_reply(stream)
    assert reply == Snapshot(2, 3, 6)
    assert read_entities(stream, 6) == entities
    assert read_reply(stream) is None


@pytest.mark.parametrize("cut", [1, 40, -1])
def test_a_stream_that_breaks_off_is_no_snapshot(cut: int) -> None:
    first, *rest = snapshot_lines((entity("a", 3), entity("b", 3)), 1, 1)
    assert read_entities(io.BytesIO(b"".join(rest)[:cut]), 2) is None
    assert read_reply(io.BytesIO(first[:-1])) is None
