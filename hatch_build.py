"""Builds the gazetteer's index where the package is built or installed: it is no part of the repository."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface[Any]):
    """Runs for wheels, editable ones included; the index is listed in `pyproject.toml` as their artifact."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build it, unless it stands there already."""
        del version, build_data
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(self.root)))
        try:
            from entities.lookup.gazetteer_index import build_installed
        finally:
            sys.path.pop(0)
        build_installed()
