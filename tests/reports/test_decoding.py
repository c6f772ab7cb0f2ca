from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reports.decoding import decode
from reports.document import ReportError
from reports.loading import load, load_bytes


def refusal(path: Path) -> str:
    with pytest.raises(ReportError) as caught:
        load(path)
    return str(caught.value)


@pytest.mark.parametrize(
    "start",
    [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b\x08", b"\xff\xd8\xff\xe0"],
)
def test_a_known_magic_number_is_binary(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(start + b" plain words after it")
    assert "is a binary file" in refusal(path)


def test_bytes_that_do_not_decode_and_are_a_tenth_controls_are_binary(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff" + b"a" * 80 + b"\x01" * 10)
    assert "is a binary file" in refusal(path)


def test_valid_utf_8_is_text_whatever_controls_it_holds() -> None:
    assert load_bytes(b"\x00\x01\x1b" * 50, "a.txt", "a").text == "\x00\x01\x1b" * 50


def test_a_byte_order_mark_is_stripped() -> None:
    report = load_bytes(b"\xef\xbb\xbfWords.", "a.txt", "a")
    assert report.text == "Words."
    assert report.sha256 != report.text_sha256 == hashlib.sha256(b"Words.").hexdigest()


def test_only_line_breaks_are_normalised() -> None:
    assert load_bytes("a\r\nb\rc\n\rd\u2028\x85\v\f e\u0301".encode(), "a.txt", "a").text == (
        "a\nb\nc\n\nd\u2028\x85\v\f e\u0301"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    report = load_bytes("Слова and words.".encode(encoding), "a.txt", "a")
    assert report.text == "Слова and words."
    assert report.notices == (f"Decoded as {encoding}: the bytes are no UTF-8.",)


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("cp1252", "windows-1252", "The mayor of Zürich said “nothing” — and left the café."),
        ("cp1252", "windows-1252", "Le président a déclaré que l’armée était prête à défendre la frontière."),
        ("cp1251", "windows-1251", "Министерство обороны сообщило об этом в четверг вечером."),
        ("koi8_r", "koi8-r", "Министерство обороны сообщило об этом в четверг вечером."),
        (
            "cp1250",
            "windows-1250",
            "Żołnierze zostali wysłani na granicę, mówią źródła.",
        ),
        (
            "cp1250",
            "windows-1250",
            "Ministerstvo obrany oznámilo, že příští týden bude jednání.",
        ),
        (
            "iso8859_2",
            "iso8859-2",
            "Ministerstvo obrany oznámilo, že příští týden bude jednání.",
        ),
        ("cp1256", "windows-1256", "أعلنت وزارة الدفاع اليوم أن المحادثات تأجلت إلى الأسبوع المقبل."),
        ("gb18030", "gb18030", "国防部周四晚间宣布，会谈推迟到下周举行。" * 2),
        ("shift_jis", "cp932", "防衛省は木曜日の夜に発表した。協議は来週に延期された。"),
    ],
)
def test_other_encodings_are_detected_and_said_so(encoding: str, name: str, text: str) -> None:
    report = load_bytes((text * 2).encode(encoding), "a.txt", "a")
    assert report.text == text * 2
    assert (report.encoding, report.notices) == (name, (f"Decoded as {name}: the bytes are no UTF-8.",))


def test_the_encoding_of_a_large_file_is_found_in_its_few_foreign_lines() -> None:
    text = "Plain words all along the line.\n" * 60_000 + "Zürich said “nothing”.\n"
    assert load_bytes(text.encode("cp1252"), "a.txt", "a").text == text


def test_bytes_in_no_encoding_are_refused() -> None:
    with pytest.raises(ReportError, match="in no encoding that could be recognised: save it as UTF-8"):
        decode(bytes(range(0x80, 0x100)) * 3 + b"\x01\x02", "a.txt")


def test_a_broken_utf_16_is_not_read_as_utf_16() -> None:
    with pytest.raises(ReportError):
        decode(b"\xff\xfe\x00\xd8\x01", "a.txt")


@pytest.mark.parametrize(
    ("source_bytes", "text"),
    [
        ("Він сказав \ud800 так.".encode("utf-8", "surrogatepass"), "Він сказав \ufffd так."),
        ("a\udfff".encode("utf-8", "surrogatepass"), "a\ufffd"),
        ("a\ud83d\ud83d\udc68".encode("utf-8", "surrogatepass"), "a\ufffd👨"),
        (b"\xff\xfe" + "a\udc00b".encode("utf-16-le", "surrogatepass"), "a\ufffdb"),
        (b"\xfe\xff" + "aя\ud800".encode("utf-16-be", "surrogatepass"), "aя\ufffd"),
    ],
)
def test_a_lone_surrogate_is_replaced_said_and_no_reason_to_guess_an_encoding(
    source_bytes: bytes, text: str
) -> None:
    report = load_bytes(source_bytes, "a.txt", "a")
    assert report.text == text
    assert report.notices[-1] == "1 lone surrogate is shown as �: no text can hold what is half a character."


def test_characters_written_as_pairs_of_surrogates_are_characters() -> None:
    report = load_bytes("a\ud83d\udc68б".encode("utf-8", "surrogatepass"), "a.txt", "a")
    assert (report.text, report.notices) == ("a👨б", ())
