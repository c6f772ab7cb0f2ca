"""What other programs wrote into the store, as it is told to whoever shows it."""

from __future__ import annotations

import msgspec


class Said(msgspec.Struct, frozen=True):
    """What is looked at of a change when it is not asked for itself."""

    id: str = ""
    report: str = ""
    at: str = ""
    author: str = ""
    label: str = ""
    kind: str = "change"


class Arrived(msgspec.Struct, frozen=True):
    """What became otherwise than by what was asked of this store: another program's work."""

    everything: bool = False
    """The file was read anew, so anything may be otherwise: of the rest only `logs` is filled then."""
    annotations: dict[str, frozenset[str]] = {}
    """By report, the ids of the annotations that are new, changed or gone."""
    reports: frozenset[str] = frozenset()
    """Ids of the reports whose record is new or changed."""
    logs: dict[str, Said] = {}
    """By report whose log has grown, what was done last."""
    tags: bool = False
    """Whether the tags added from the app changed."""
    decisions: frozenset[str] = frozenset()
    """Ids of the reports of which something was decided about suggestions."""
    corrections: frozenset[str] = frozenset()
    """Ids of the reports of whose entities something was said; the empty one for what holds in all."""
