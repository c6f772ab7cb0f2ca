"""The installed `report-reader` in a terminal, for a user with a home of her own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .terminal import Terminal

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("report-reader")
_OF_WHOEVER_RUNS_THE_TESTS = ("NO_COLOR", "LINES", "COLUMNS", "TMUX", "STY")


@dataclass
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


class User:
    """Somebody at a machine: a home folder, a store, and the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.store = folder / "work.json"
        self.environment = _environment(self.home)
        self.terminals: list[Terminal] = []
        self.without_model()

    def read(self, *arguments: str | Path, columns: int = 120, rows: int = 40) -> Terminal:
        """Open the reader on her store."""
        return self.run_in_terminal(
            [str(PROGRAM), "--db", str(self.store), *map(str, arguments)], columns=columns, rows=rows
        )

    def read_with(self, code: str, *arguments: str | Path) -> Terminal:
        """Open the reader in a process that runs this code first: for what a disk or a defect may do."""
        start = f"{code}\nimport sys\nfrom report_reader.__main__ import main\nsys.exit(main())"
        return self.run_in_terminal(
            [sys.executable, "-c", start, "--db", str(self.store), *map(str, arguments)]
        )

    def run_in_terminal(self, command: list[str], *, columns: int = 120, rows: int = 40) -> Terminal:
        """Any command in a terminal."""
        terminal = Terminal(command, self.environment, self.folder, columns=columns, rows=rows)
        self.terminals.append(terminal)
        return terminal

    def command(self, *arguments: str | Path) -> Answer:
        """A command without a terminal, on her store."""
        done = subprocess.run(
            [str(PROGRAM), "--db", str(self.store), *map(str, arguments)],
            capture_output=True, cwd=self.folder, env=self.environment, check=False, timeout=60,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def export(self) -> dict[str, Any]:
        """What `export` writes of everything."""
        answer = self.command("export")
        assert answer.code == 0, answer.err
        document = json.loads(answer.out)
        assert isinstance(document, dict)
        return document

    def tagged(self) -> dict[str, list[str]]:
        """The words that carry tags, with their tags, as exported."""
        return {
            span["exact"]: annotation["tags"]
            for report in self.export()["reports"]
            for annotation in report["annotations"]
            for span in annotation["spans"]
        }

    def without_model(self) -> None:
        """Configure a model that nobody has: most of what is tested here does not wait for one."""
        self._config().write_text('model = "a_model_that_nobody_has"\n')

    def with_model(self) -> None:
        """Use the language model that is installed with the program."""
        self._config().write_text("")

    def _config(self) -> Path:
        path = Path(self.environment["XDG_CONFIG_HOME"]) / "report-reader" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """A user whose terminals are closed at the end."""
    user = User(tmp_path)
    yield user
    for terminal in user.terminals:
        terminal.close()


@pytest.fixture
def seed() -> Path:
    """The first report."""
    return ROOT / "seeds" / "soldiers-remains-handover.txt"


@pytest.fixture
def long_report(seed: Path, tmp_path: Path) -> Path:
    """A report that the model reads for a minute."""
    path = tmp_path / "long.txt"
    path.write_text(seed.read_text("utf-8") * 300, "utf-8")
    return path


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Path]:
    """Writes a report and says where it lies."""

    def write(text: str, name: str = "report.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write


def _environment(home: Path) -> dict[str, str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in _OF_WHOEVER_RUNS_THE_TESTS and not name.startswith(("REPORT_READER", "TEXTUAL"))
    }
    for kind in ("data", "config", "cache", "state"):
        environment[f"XDG_{kind.upper()}_HOME"] = str(home / kind)
        (home / kind).mkdir(parents=True)
    return environment | {
        "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC",
    }  # fmt: skip
