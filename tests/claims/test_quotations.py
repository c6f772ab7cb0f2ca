from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.quotations import LONGEST, Quotations, left_open


def quoted(text: str, *, goes_on: bool = False) -> list[str]:
    found = Quotations(text, 0, len(text), goes_on=goes_on)
    return [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "it is over" and left.', ['"it is over"']),
        ("He said “it is over” and left.", ["“it is over”"]),
        ("Er sagte: „Es ist vorbei“ und ging.", ["„Es ist vorbei“"]),
        ("Il a dit « c'est fini » et il est parti.", ["« c'est fini »"]),
        ("Er sagte »Es ist vorbei« und ging.", ["»Es ist vorbei«"]),
        ("She called it 'a disgrace' on Monday.", ["'a disgrace'"]),
        ("She called it ‘a disgrace’ on Monday.", ["‘a disgrace’"]),
        ("She said: 'It wasn't the soldiers' fault.' He nodded.", ["'It wasn't the soldiers' fault.'"]),
        ("The soldiers' remains and the general's car weren't there.", []),
        ("It was '90s music, rock 'n' roll.", []),
        ('The pipe is 12" wide and 3" deep.', []),
        ("He said ''it is over'' and left.", ["''it is over''"]),
        ('"A. B," he said. "C."', ['"A. B,"', '"C."']),
        ('He wrote that "all is lost and left.', []),
        ("‘We saw “him” there,’ she said.", ["‘We saw “him” there,’"]),
    ],
)
def test_what_is_quoted_is_told_from_apostrophes_and_inches(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_mark_that_never_closes_quotes_nothing() -> None:
    assert quoted('"' + "word " * 3_000) == []
    assert quoted("“" + "word " * 3_000) == []


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark() -> None:
    text = "“The first paragraph. It does not close."
    assert quoted(text) == []
    assert quoted(text, goes_on=True) == [text]
    assert left_open(text, 0, len(text))
    assert not left_open("“It closes.”", 0, 12)


def test_a_quotation_is_cut_to_what_is_asked_for() -> None:
    text = 'Before "one. Two." after'
    found = Quotations(text, 0, len(text))
    assert found.within(12, len(text)) == [(12, 18)]
    assert found.around(8) == (7, 18)
    assert found.around(6) is None
    assert found.around(18) is None
    assert found.hold(text, 13, 18)
    assert not found.hold(text, 0, 18)


@given(st.text(alphabet="ab s.,\"“”„«»'‘’`\n5", max_size=200))
def test_quotations_stand_in_order_inside_the_block_and_are_bounded(text: str) -> None:
    found = Quotations(text, 0, len(text), goes_on=True)
    at = 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert at <= start < end <= len(text)
        assert end - start <= LONGEST + 2
        at = end
