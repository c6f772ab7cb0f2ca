"""What the dialog of the source says in words: where a text came from, and how it and its files are now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reports.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.texts.custody import Custody, SourceNow
    from annotations.texts.verification import Verification
    from reports.document import Report

_NOT_NOTED = "not noted"


class Fact(NamedTuple):
    """One line: what it is of, what it says, and whether it says that something is wrong."""

    name: str
    value: str
    alarm: bool = False


def custody_facts(report: Report, present: Custody, found: Verification | None, folder: Path) -> list[Fact]:
    """The sources with their hashes, then the text; `found` is `None` as long as nobody has looked.

    `present` is where the report is read from now, `folder` the one of the kept texts.
    """
    facts: list[Fact] = []
    sources = found.sources if found is not None else ((present, None),)
    for number, (custody, now) in enumerate(sources, start=1):
        noted = found is None or found.text != "kept" or number <= found.noted
        facts += _source(f"file {number}" if len(sources) > 1 else "file", custody, now, noted=noted)
    return [
        *facts,
        Fact("kind", visible(f"{report.media_type}, {report.encoding}, {len(report.text)} characters")),
        Fact("of text", report.text_sha256),
        _kept(found, folder),
    ]


def _source(name: str, custody: Custody, now: SourceNow | None, *, noted: bool) -> list[Fact]:
    captured = custody.captured or _NOT_NOTED
    facts = [
        Fact(name, visible(custody.path or custody.source)),
        Fact("captured", visible(captured if noted else "read now, not noted with the kept text")),
        Fact("size", f"{custody.size} bytes" if custody.size else _NOT_NOTED),
        Fact("sha256", visible(custody.sha256)),
    ]
    if custody.path:
        facts.append(Fact("file now", *_words_of(now)))
    return facts


def _words_of(now: SourceNow | None) -> tuple[str, bool]:
    if now is None:
        return "being read …", False
    if now.state == "unchanged":
        return "unchanged since captured", False
    if now.state == "gone":
        return "is not there any more", False
    if now.state == "unreadable":
        return f"cannot be read: {visible(now.why)}", False
    return f"has changed since ({f'sha256 {now.sha256}' if now.sha256 else visible(now.why)})", True


def _kept(found: Verification | None, folder: Path) -> Fact:
    name = "kept text"
    if found is None:
        return Fact(name, "being verified …")
    if found.text == "kept":
        return Fact(name, "verified just now, is what was captured")
    why = visible(found.why)
    if found.text == "missing":
        again = why or "f5 or a change keeps it again"
        return Fact(name, f"MISSING from {visible(str(folder))} ({again})", alarm=True)
    if found.text == "altered":
        return Fact(name, f"ALTERED: {why} f5 or a change keeps it anew.", alarm=True)
    return Fact(name, f"NOT VERIFIED: {why}", alarm=True)
