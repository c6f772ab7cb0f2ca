"""Claims in columns are the claims that were put in."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.records import SUGGESTED_TAGS, Claim, Claims, Official, Role, Why, claims_in
from reports.document import Span

LENGTH = 200


def spans() -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda two: Span(min(two), max(two)))


def claims() -> st.SearchStrategy[Claim]:
    maybe = st.none() | spans()
    tags = st.sets(st.sampled_from(SUGGESTED_TAGS)).map(
        lambda some: tuple(tag for tag in SUGGESTED_TAGS if tag in some)
    )
    return st.builds(
        Claim, spans(), maybe, maybe, spans(), maybe, tags, st.sampled_from(Why), st.sampled_from(Official),
        maybe, maybe,
    )  # fmt: skip


def roles() -> st.SearchStrategy[Role]:
    return st.builds(lambda mention, words: Role(mention, *words), st.integers(0, LENGTH), spans())


@given(st.lists(claims()), st.lists(roles(), unique_by=lambda role: role.mention))
def test_what_comes_back_from_bytes_is_what_was_put_in(some: list[Claim], offices: list[Role]) -> None:
    back = claims_in(Claims.of(some, offices).to_bytes(), LENGTH)
    assert sorted(back, key=repr) == sorted(some, key=repr)
    assert [claim.sentence for claim in back] == sorted(claim.sentence for claim in some)
    assert [back.role_at(role.mention) for role in offices] == offices


@given(st.lists(claims()), spans())
def test_the_claims_of_a_stretch_are_those_whose_sentence_begins_in_it(some: list[Claim], span: Span) -> None:
    found = Claims.of(some)
    asked = [claim for claim in some if span.start <= claim.sentence.start < span.end]
    assert sorted((found[at] for at in found.within(*span)), key=repr) == sorted(asked, key=repr)


@given(st.lists(claims()), spans())
def test_the_claims_of_a_name_are_those_that_are_named_there(some: list[Claim], span: Span) -> None:
    found = Claims.of(some)
    asked = [claim for claim in some if claim.named and span.start <= claim.named.start < span.end]
    assert sorted((found[at] for at in found.named_within(*span)), key=repr) == sorted(asked, key=repr)


@given(st.binary(max_size=400))
def test_any_other_bytes_are_refused_or_are_claims_inside_the_text(raw: bytes) -> None:
    try:
        found = claims_in(raw, LENGTH)
    except ValueError:
        return
    assert all(claim.sentence.end <= LENGTH for claim in found)


@given(st.lists(claims(), min_size=1), st.data())
def test_whichever_number_is_damaged_what_is_not_refused_can_be_read(
    some: list[Claim], data: st.DataObject
) -> None:
    columns = array("I", Claims.of(some, [Role(3, 5, 9)]).to_bytes())
    at = data.draw(st.integers(0, len(columns) - 1))
    columns[at] = data.draw(st.sampled_from([0, 1, LENGTH, LENGTH + 1, 0xFFFFFFFF]))
    try:
        found = claims_in(columns.tobytes(), LENGTH)
    except ValueError:
        return
    for claim in found:
        spans = [each for each in claim if isinstance(each, Span)]
        assert all(each.start <= each.end <= LENGTH for each in spans)


def test_a_claim_that_leads_out_of_the_text_is_refused() -> None:
    here = Span(0, 10)
    raw = Claims.of([Claim(here, None, None, here, None, (), Why.SAID, Official.NOT, None, None)]).to_bytes()
    with pytest.raises(ValueError, match="out of the text"):
        claims_in(raw, 9)


def test_no_bytes_are_no_claims() -> None:
    assert list(claims_in(b"", LENGTH)) == []
