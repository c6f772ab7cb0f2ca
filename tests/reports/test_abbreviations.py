from __future__ import annotations

import pytest

from reports.abbreviations import abbreviates


def ends_no_sentence(text: str) -> bool:
    """Whether the stop before the bar belongs to an abbreviation, seen with the word after it."""
    before, _, after = text.partition("|")
    return abbreviates(before, 0, len(before) - 1, after.split()[0])


GOES_ON = """\
met Lt.| Col
told Mr.| Smith
the novel by J.| Rowling
see No.| 5
on Sept.| 11
by 3 p.m.| Friday
the U.S.| Army
1.| The
(iv.| The
3.2.| Terms
said Dr.| The
am 8.| März
u. a.| Karten
J.| K.
4 a.m.| Friday
ok.| 4
на вул.| Млиновій
"""
ENDS = """\
he said No.| He
left the U.S.| The
came at 3 p.m.| They
in all of 2024.| The
it was hit.| The
this was in Sept.| It
rated for 7.5 t.| Lorries
he was 8.| Lorries
на 7,5 т.| Ремонт
сто км.| Мост
anybody else.| Someone
"""


@pytest.mark.parametrize("text", GOES_ON.splitlines())
def test_the_sentence_goes_on_after(text: str) -> None:
    assert ends_no_sentence(text)


@pytest.mark.parametrize("text", ENDS.splitlines())
def test_the_sentence_ends_after(text: str) -> None:
    assert not ends_no_sentence(text)
