from __future__ import annotations

import hashlib
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from reports import loading
from reports.document import ReportError
from reports.loading import MAX_BYTES, load, load_bytes, open_stream, report_files

SEED = Path(__file__).parents[2] / "seeds" / "soldiers-remains-handover.txt"


def refusal(path: str | Path) -> str:
    with pytest.raises(ReportError) as caught:
        load(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_the_seed_is_loaded_as_it_is() -> None:
    report = load(SEED)
    assert report.text == SEED.read_bytes().decode()
    assert report.sha256 == report.text_sha256 == hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert (report.source, report.title, report.media_type) == (str(SEED), SEED.name, "text/plain")
    assert (report.encoding, report.notices, len(report.blocks)) == ("utf-8", (), 24)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.txt").endswith("gone.txt does not exist: check the name and the folder.")
    assert "does not exist" in refusal("a\0b")
    assert "does not exist" in refusal("x" * 5000)
    (tmp_path / "file").write_text("x")
    assert "does not exist" in refusal(tmp_path / "file" / "in.txt")


def test_the_name_in_a_refusal_is_made_visible(tmp_path: Path) -> None:
    assert "‹RLO›␛.txt" in refusal(str(tmp_path / "\u202e\x1b.txt"))
    assert "‹DCFF›" in refusal(os.fsdecode(b"\xff.txt"))


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "\u3000\n\f"])
def test_an_empty_report_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "empty.txt"
    path.write_text(text, encoding="utf-8")
    assert "empty.txt is empty" in refusal(path)


def test_a_file_at_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES)
    monkeypatch.setattr(loading.os, "open", lambda *_: pytest.fail("it was opened"))
    assert "the limit is 50 MB" in refusal(path)


def test_a_file_of_49_mb_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"a word and another.\n" * (49_000_000 // 20))
    assert len(load(path).text) == 49_000_000


def test_a_stream_beyond_the_limit_is_refused_at_the_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(ReportError, match="standard input is too large"):
        open_stream(stream)  # type: ignore[arg-type]
    assert stream.given < MAX_BYTES + 3_000_000


def test_a_stream_is_a_report() -> None:
    report = open_stream(io.BytesIO(b"Words.")).whole()
    assert (report.source, report.title, report.text) == ("-", "standard input", "Words.")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.txt"
    path.write_text("x")
    monkeypatch.setattr(loading.os, "open", refuse)
    assert "a.txt may not be read" in refusal(path)


def test_pipes_sockets_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "but a pipe" in refusal(tmp_path / "pipe.txt")
    assert "but a device" in refusal("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.txt"))
        assert "but a socket" in refusal(tmp_path / "s.txt")


def test_the_suffix_tells_markdown() -> None:
    assert load_bytes(b"# A *b*", "a.MD", "a").text == "A b"
    assert load_bytes(b"# A *b*", "a.markdown", "a").media_type == "text/markdown"
    assert load_bytes(b"# A *b*", "a.txt", "a").text == "# A *b*"
    assert load_bytes(b"# A *b*", "-", "a", "text/markdown").text == "A b"


def test_a_folder_stands_for_the_reports_in_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".hidden.txt", "c.jpg", "README", "d.TEXT"):
        (tmp_path / name).write_text("Words.")
    (tmp_path / "program").write_bytes(b"\x7fELF\0")
    (tmp_path / "noise").write_bytes(b"\xff\xfa\0")
    (tmp_path / "sub.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    found = report_files([str(tmp_path), "-", str(tmp_path / "b.txt"), "-"])
    assert found == [*(tmp_path / n for n in ("README", "a.md", "b.txt", "d.TEXT")), "-"]


def test_a_folder_without_reports_and_a_missing_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="holds no reports"):
        report_files([str(tmp_path)])
    with pytest.raises(ReportError, match="does not exist"):
        report_files([str(tmp_path / "gone.txt")])


def test_loading_imports_nothing_heavy() -> None:
    code = (
        "import sys; from reports.loading import load; load(sys.argv[1]);"
        "heavy = {'rich', 'markdown_it', 'charset_normalizer', 'textual', 'msgspec', 'spacy', 'unicodedata'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(SEED)],
        cwd=SEED.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
