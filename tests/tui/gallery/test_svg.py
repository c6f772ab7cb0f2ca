from __future__ import annotations

from xml.etree import ElementTree

from rich.segment import Segment
from rich.style import Style

from tests.tui.gallery.svg import CELL, ROW, picture

_TEXT = "{http://www.w3.org/2000/svg}text"


def _texts(*row: Segment) -> list[ElementTree.Element]:
    return ElementTree.fromstring(picture([row], 40, 1)).findall(_TEXT)


def test_letters_of_one_style_are_one_element_in_their_cell_with_blanks_as_blanks() -> None:
    (text,) = _texts(Segment("  who says it  "))
    assert (text.text, text.get("x")) == ("who says it", str(2 * CELL))


def test_wide_letters_and_those_that_run_from_the_right_stand_in_cells_of_their_own() -> None:
    texts = _texts(Segment("at 橋 אב !"))
    assert [(each.text, each.get("x")) for each in texts] == [
        ("at", "0"),
        ("橋", str(3 * CELL)),
        ("א", str(6 * CELL)),
        ("ב", str(7 * CELL)),
        ("!", str(9 * CELL)),
    ]


def test_what_is_reversed_underlined_bold_or_slanted_looks_so() -> None:
    svg = picture([[Segment("held", Style.parse("reverse #112233 on #445566")), Segment("x" * 30)]], 40, 1)
    assert f'<path fill="#112233" shape-rendering="crispEdges" d="M0 0h{4 * CELL}v{ROW}H0z"/>' in svg
    assert "fill:#445566" in svg
    svg = picture([[Segment("deep", Style(bold=True, italic=True, underline=True))]], 40, 1)
    assert "font-weight:bold;font-style:italic;text-decoration:underline" in svg


def test_what_stands_in_a_report_is_no_markup() -> None:
    (text,) = _texts(Segment("<b>&amp;"))
    assert text.text == "<b>&amp;"
