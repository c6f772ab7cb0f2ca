"""What a worker is started for: which module runs, and what that changes about what is found."""

from __future__ import annotations

from typing import Final, NamedTuple


class Job(NamedTuple):
    """A module whose `main` calls `entities.finding.worker.main`, so that it finds names and perhaps more."""

    module: str
    """Run as `python -P -m MODULE ARGUMENTS`."""
    version: str = ""
    """Of everything that decides what is found beside the names; empty: nothing is."""
    arguments: tuple[str, ...] = ()

    def label(self, model: str) -> str:
        """What results of this job, with the model of this label, are kept under."""
        return f"{model}, {self.version}" if self.version else model


NAMES: Final = Job("entities.finding.worker")
"""Names alone."""
