"""Who says what in reports, found by the machine; needs no store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from report_reader.options import settings_for, with_json

if TYPE_CHECKING:
    from claims.records import Claim, Claims
    from entities.records import Findings, Found
    from reports.document import Report, Span
    from reports.sentences import SentenceIndex

HELP = """Show who says what in a report, and how sure it is.

Lists the sentences that report what somebody says, or say how sure something is: the words for the
source, the words that show it, and the tags that follow. Works without the network, and opens no store.

\b
Examples:
  report-reader claims article.txt
  report-reader claims --json reports/ > claims.json
  curl -s URL | report-reader claims -
"""


@click.command(help=HELP)
@with_json
@click.argument("reports", metavar="REPORT ...", nargs=-1, required=True)
@click.pass_context
def command(ctx: click.Context, as_json: bool, reports: tuple[str, ...]) -> None:
    """Print the claims of each report. Raises `LexiconError` for a lexicon of the user's that is broken."""
    from claims.lexicon import load_lexicon
    from report_reader.finding import all_found, claims_of
    from report_reader.opening import loaded, sources_of
    from report_reader.output import write_json

    settings = settings_for(ctx)
    # The worker would find names all the same, and a script would take "no claims" for an answer.
    load_lexicon(settings.lexicon_folder)
    # All are loaded before the model starts, so that a wrong name is told at once.
    texts = [loaded(source) for source in sources_of(reports)]
    found = list(zip(texts, all_found(texts, settings), strict=True))
    if as_json:
        write_json(_as_json([(report, each.findings, claims_of(each, report)) for report, each in found]))
        return
    for number, (report, each) in enumerate(found):
        _print(report, each, number, len(found))


def _print(report: Report, found: Found, number: int, total: int) -> None:
    from report_reader.finding import claims_of
    from report_reader.output import say, write_lines
    from reports.sentences import SentenceIndex

    if total > 1:
        write_lines([""] if number else [])
        write_lines([report.source])
    claims = claims_of(found, report)
    # What was said already may be the reason why there are none.
    if not claims and not found.notices:
        say(f"In {report.title} no sentence says who says it.")
    sentences = SentenceIndex(report.text, report.blocks)
    before: Span | None = None
    for claim in claims:
        if claim.sentence != before:
            before = claim.sentence
            write_lines([f"{sentences.at(before.start) + 1:>4}  {_words(report, before)}"])
        write_lines([f"      {_told(report, claim, sentences)}"])


def _told(report: Report, claim: Claim, sentences: SentenceIndex) -> str:
    """One line: the tags, who says it, and what shows that."""
    tags = ", ".join(tag.replace("-", " ") for tag in claim.tags) or "said"
    who = _words(report, claim.source) if claim.source else "nobody named"
    if claim.source and claim.named and not _inside(claim.named, claim.source):
        named = _words(report, claim.named)
        who += f" ({named})" if named.casefold() != who.casefold() else ""
    shown = f"“{_words(report, claim.cue)}”"
    if claim.origin is not None:
        shown += f" in {sentences.at(claim.origin.start) + 1}"
    return f"{tags} · {who} · {shown}"


def _words(report: Report, span: Span) -> str:
    """The words there on one line, without what the lines of a quoted mail begin with."""
    from reports.flow import in_one_line

    return " ".join(in_one_line(report.text[span.start : span.end]).split())


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _as_json(found: list[tuple[Report, Findings, Claims]]) -> bytes:
    import msgspec

    reports = [
        {
            "source": report.source,
            "text_sha256": report.text_sha256,
            "claims": [_claim(report, findings, claim) for claim in claims],
        }
        for report, findings, claims in found
    ]
    return msgspec.json.format(msgspec.json.encode({"reports": reports}), indent=2)


def _claim(report: Report, findings: Findings, claim: Claim) -> dict[str, object]:
    from claims.records import Official

    official = claim.official
    return {
        "sentence": _span(report, claim.sentence),
        "source": _span(report, claim.source),
        "cue": _span(report, claim.cue),
        "suggested": claim.tags,
        "derived": claim.derived,
        "content": _span(report, claim.content),
        "entity": _entity(findings, claim.named),
        "named": _span(report, claim.named),
        "official": None if official is Official.NOT else official.name.lower().replace("_", "-"),
        "from": _span(report, claim.origin),
    }


def _span(report: Report, span: Span | None) -> dict[str, object] | None:
    if span is None:
        return None
    # A lone surrogate is in no encoding.
    text = report.text[span.start : span.end].encode("utf-8", "replace").decode()
    return {"start": span.start, "end": span.end, "text": text}


def _entity(findings: Findings, named: Span | None) -> str | None:
    """The id of the entity whose mention stands where the source is named."""
    if named is None:
        return None
    owners = (owner for _, owner in findings.entities_in(named.start, named.end))
    return next((findings.entities.ids[owner] for owner in owners), None)
