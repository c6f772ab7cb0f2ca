"""A disk that is taken away while the folder it was mounted on stays."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.errors import StoreError
from annotations.store import AnnotationStore

from .work import REPORT, commit


class Stick:
    """A folder on a disk of its own, which can be taken away and brought back."""

    def __init__(self, folder: Path) -> None:
        self.disk, self.folder = folder / "disk", folder / "mounted"
        self.disk.mkdir()
        self.folder.mkdir()

    def format(self) -> bool:
        """Make the disk; whether that is allowed here."""
        return self._run("mount", "-t", "tmpfs", "report-reader-test", str(self.disk))

    def plug_in(self) -> bool:
        return self._run("mount", "--bind", str(self.disk), str(self.folder))

    def pull_out(self) -> bool:
        # Lazily, as a stick is pulled: somebody has files open on it.
        return self._run("umount", "--lazy", str(self.folder))

    def throw_away(self) -> None:
        self.pull_out()
        self._run("umount", "--lazy", str(self.disk))

    @staticmethod
    def _run(*command: str) -> bool:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Stick]:
    stick = Stick(tmp_path)
    if shutil.which("mount") is None or not stick.format():
        pytest.skip("needs the right to mount a small tmpfs")
    assert stick.plug_in()
    yield stick
    stick.throw_away()


def test_nothing_is_written_into_the_folder_of_a_disk_that_is_gone_and_all_of_it_when_it_is_back(
    stick: Stick,
) -> None:
    store = AnnotationStore.open(stick.folder / "work.json", lock_timeout=1)
    store.write([commit("first", 0)])
    assert stick.pull_out()
    with pytest.raises(StoreError, match="lies on is gone; bring it back") as refusal:
        store.write([commit("second", 0)])
    assert refusal.value.why == "the disk is gone"
    assert not (stick.folder / "work.json").exists()
    assert stick.plug_in()
    store.write([commit("second", 0)])
    store.close()
    again = AnnotationStore.open(stick.folder / "work.json")
    assert {each.id for each in again.annotations(REPORT)} == {"first-0", "second-0"}
