"""What a command does not need it does not import: start-up is a matter of imports.

After harlequin's test of the same name. Each case is a process of its own.
"""

import subprocess
import sys
from pathlib import Path

import pytest

SLOW = {
    "spacy",
    "tinydb",
    "markdown_it",
    "msgspec",
    "textual",
    "jsonschema",
    "charset_normalizer",
    "filelock",
    "regex",
    "sqlite3",
}


def _imported(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('\\n', *sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()}


def test_the_command_line_alone_imports_nothing_slow() -> None:
    assert not _imported("import report_reader.__main__") & SLOW


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["keys"]])
def test_what_needs_no_screen_does_not_import_the_toolkit(words: list[str]) -> None:
    assert not _imported(f"from report_reader.__main__ import main; main({words})") & SLOW


def test_a_report_reaches_the_reader_without_the_store_or_the_model(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("A report.\n")
    code = f"""
import sys, types, report_reader.terminal
from tui.terminal.endings import Farewell
report_reader.terminal.take = lambda: None
reader = sys.modules["tui.app"] = types.ModuleType("tui.app")
reader.run_reader = lambda settings, sources, first: Farewell("")
from report_reader.__main__ import main
assert main([{str(report)!r}]) == 0
"""
    assert not _imported(code) & SLOW


def test_the_themes_are_read_without_the_toolkit() -> None:
    assert not _imported("from themes.loading import load_theme; load_theme('paper')") & SLOW


def test_the_screens_are_imported_without_what_the_model_may_find() -> None:
    assert "entities" not in _imported("import tui.app, tui.screens.reader, tui.views")


def test_the_gazetteer_is_opened_by_none_of_the_screens() -> None:
    assert "sqlite3" not in _imported("import tui.app, tui.screens.reader, tui.views, tui.panes.entity_card")
