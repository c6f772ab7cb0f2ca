"""What the machine finds in reports, for the commands without a screen: names and claims, from one cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims.records import Claims
    from entities.records import Found
    from reports.document import Report
    from tui.settings import Settings


def all_found(reports: Iterable[Report], settings: Settings) -> Iterator[Found]:
    """What is found in each report in turn; what was left out is said. Raises `EntitiesUnavailable`."""
    from claims.job import claims_job
    from entities.finding.cache import EntityCache
    from entities.finding.finder import read_all
    from report_reader.output import say

    cache = EntityCache(settings.cache) if settings.cache else None
    waiting = list(reports)
    with closing(read_all(waiting, settings.model, cache, claims_job(settings.lexicon_folder))) as each:
        for report, found in zip(waiting, each, strict=True):
            for notice in found.notices:
                say(f"{report.title}: {notice}")
            yield found


def kept(report: Report, settings: Settings) -> Found | None:
    """What was found in a report earlier. Raises `EntitiesUnavailable` for a model that is not there."""
    from claims.job import claims_job
    from entities.finding.cache import EntityCache
    from entities.finding.model import model_label

    if settings.cache is None:
        return None
    label = claims_job(settings.lexicon_folder).label(model_label(settings.model))
    return EntityCache(settings.cache).load(report, label)


def claims_of(found: Found, report: Report) -> Claims:
    """Who says what in a report, of what was found in it; damaged claims are none."""
    from claims.records import Claims, claims_in

    try:
        return claims_in(found.beside, len(report.text))
    except ValueError:
        return Claims()
