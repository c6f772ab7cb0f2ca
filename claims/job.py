"""The job that finds names and claims, as a reader starts it; imports nothing of what it runs."""

from __future__ import annotations

import hashlib
from pathlib import Path

from claims.version import CLAIMS_VERSION
from entities.finding.job import Job

LEXICON = "--lexicon"
"""What stands before the folder of the user's lexicon among the arguments of the worker."""


def claims_job(lexicon: Path | None = None) -> Job:
    """Names and claims, with the user's own lexicon if there is such a folder.

    What it finds is kept under the words that stand in these files, right or wrong: with other words all is
    looked for again.
    """
    version = f"claims {CLAIMS_VERSION}"
    if lexicon is None or not lexicon.is_dir():
        return Job("claims.worker", version)
    return Job("claims.worker", f"{version} {_digest(lexicon)}", (LEXICON, str(lexicon.resolve())))


def _digest(folder: Path) -> str:
    """The sha256 over the TOML files of a folder; one that cannot be read counts with its name alone."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        total.update(f"{path.name}\0{len(content)}\0".encode(errors="replace") + content)
    return total.hexdigest()
