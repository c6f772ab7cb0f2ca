"""The JSON Schema of the export, made from its types: `python -m annotations.exports.schema` writes it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from annotations.exports.types import Export

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_FILE = Path("docs", "export.schema.json")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every export validates against."""
    (top,), components = msgspec.json.schema_components([Export], ref_template="#/$defs/{name}")
    return {
        "$schema": DIALECT,
        "title": "report-reader export",
        **top,
        "$defs": components,
    }


def schema_text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> None:
    """Write the schema to the file named, else to `docs/export.schema.json` of the working folder."""
    target = Path(arguments[0]) if arguments else SCHEMA_FILE
    target.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
