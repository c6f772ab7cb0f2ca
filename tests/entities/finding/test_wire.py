from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from entities.finding.wire import Snapshot, body_of, found_behind, read_body, read_reply, snapshot_pieces
from entities.gathering import Gathering
from entities.records import EntityType, Findings, Found
from tests.entities.conftest import MakeReport
from tests.entities.fabricated import found_in, gathered, text_with
from tests.growth import assert_growth

FOUND: tuple[tuple[str, EntityType], ...] = (
    ("Ки\u2028в", "place"), ("Zelensky", "person"), ("Volodymyr Zelensky", "person"), ("Russian", "group"),
    ("d\n", "other"), ("👩\u200d👧", "other"), ("Zelensky", "person"),
)  # fmt: skip


def sent(findings: Findings, *more: Any) -> io.BytesIO:
    return io.BytesIO(b"".join(snapshot_pieces(Found(findings, *more))))


@pytest.mark.parametrize("gathering", [gathered(*FOUND), Gathering("")], ids=["some", "nothing"])
def test_a_snapshot_comes_over_the_wire_as_it_was(gathering: Gathering) -> None:
    findings = gathering.findings(2, 3)
    stream = sent(findings)
    snapshot = read_reply(stream)
    assert isinstance(snapshot, Snapshot)
    came = found_behind(snapshot, stream.read(snapshot.size), findings.mentions.text).findings
    assert came == findings
    assert came.entities[:] == findings.entities[:]
    assert read_reply(stream) is None


@pytest.mark.parametrize("beside", [b"", b"\0\n{}" * 3])
def test_what_was_found_beside_the_names_and_what_was_left_out_come_with_them(beside: bytes) -> None:
    findings = gathered(*FOUND).findings(2, 3)
    stream = sent(findings, beside, ("Block 3 was left out.",))
    snapshot = read_reply(stream)
    assert isinstance(snapshot, Snapshot)
    came = found_behind(snapshot, stream.read(snapshot.size), findings.mentions.text)
    assert came == Found(findings, beside, ("Block 3 was left out.",))
    assert not stream.read()


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_stream_that_breaks_off_is_no_snapshot(cut: int) -> None:
    stream = sent(gathered(*FOUND).findings(1, 1))
    line = stream.readline()
    snapshot = read_reply(io.BytesIO(line))
    assert isinstance(snapshot, Snapshot)
    with pytest.raises(ValueError, match="bytes instead of"):
        found_behind(snapshot, stream.read()[:cut], "")
    assert read_reply(io.BytesIO(line[:-1])) is None


@pytest.mark.parametrize("of", [lambda found: found.mentions, lambda found: found.entities])
def test_taking_over_a_snapshot_costs_the_same_for_many_mentions(of: Callable[[Findings], object]) -> None:
    def arrived(size: int) -> tuple[Snapshot, bytes, str]:
        text = text_with(size, 50)
        stream = sent(found_in(text, 50))
        snapshot = read_reply(stream)
        assert isinstance(snapshot, Snapshot)
        return snapshot, stream.read(), text

    def take_over(given: tuple[Snapshot, bytes, str]) -> None:
        for _ in range(200):
            of(found_behind(*given).findings)

    assert_growth(0, arrived, take_over, 500)


TEXTS = ["", "Kyiv\nburns", "\ud800 \udfff\nКиїв", "👩\u200d👧\n" * 3, "x" * 600_000 + "\n" + "é" * 300_000]


@pytest.mark.parametrize("text", TEXTS, ids=["empty", "short", "surrogates", "wide", "in pieces"])
def test_a_report_comes_over_the_wire_as_it_was(text: str, make_report: MakeReport) -> None:
    report = make_report(text)
    body = b"".join(body_of(report))
    came, cut = read_body(io.BytesIO(body), len(report.blocks))
    assert came == text
    assert (list(cut.starts), list(cut.ends)) == (list(report.blocks.starts), list(report.blocks.ends))
    assert list(cut.wrapped) == [1] * len(report.blocks)
    with pytest.raises(EOFError):
        read_body(io.BytesIO(body[:-1]), len(report.blocks))
