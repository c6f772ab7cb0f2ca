"""The page in `docs/` shows the pictures that are proved here."""

from __future__ import annotations

import re

from docs.images.gallery import PAGE, SHOWN, page


def test_the_page_is_what_the_script_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m docs.images.gallery writes it anew"


def test_every_picture_of_every_state_is_on_the_page_and_is_there() -> None:
    linked = {
        (PAGE.parent / address).resolve()
        for address in re.findall(r'(?:\]\(|src=")([^)"#]+\.svg)', PAGE.read_text(encoding="utf-8"))
    }
    assert linked == {path for state in SHOWN for path in state.pictures}
    assert all(path.is_file() for path in linked)


def test_every_state_is_told_in_a_sentence() -> None:
    assert [state.name for state in SHOWN if not state.title or not state.says.endswith(".")] == []
    assert len({state.title for state in SHOWN}) == len(SHOWN)
