from __future__ import annotations

import pytest

from claims.reasons import LONGEST, quoted, reason
from claims.records import CONTESTED, OFFICIAL_CLAIM, UNVERIFIED
from tests.claims.conftest import Tell


@pytest.mark.parametrize(
    ("text", "tag", "says"),
    [
        ("Mayor Ann Lee said it was dry.", OFFICIAL_CLAIM, "the source holds an office: Mayor"),
        ("The army said it was dry.", OFFICIAL_CLAIM, "the source is an official body: army"),
        ("Officials said it was dry.", OFFICIAL_CLAIM, "the source is official, without a name: Officials"),
        ("Kyiv said it was dry.", OFFICIAL_CLAIM, "a place that stands for its government: Kyiv"),
        ("The claim could not be verified.", UNVERIFIED, "not verified: “could not be verified”"),
        ("Two people reportedly fled.", UNVERIFIED, "hearsay: “reportedly”"),
        ("It is unclear whether they fled.", UNVERIFIED, "said to be unclear: “unclear whether”"),
        ("The firm denied the report.", CONTESTED, "denied: “denied”"),
        ("The ridge remains contested.", CONTESTED, "disputed: “remains contested”"),
    ],
)
def test_a_suggestion_says_why_in_one_line(text: str, tag: str, says: str, tell: Tell) -> None:
    told = tell(text)
    (claim,) = (claim for claim in told.claims if tag in claim.tags)
    assert reason(claim, tag, told.text) == says


def test_long_words_are_cut_and_stand_on_one_line() -> None:
    text = "one\ntwo  three " * 20
    assert quoted(text, 0, 14) == "one two three"
    assert len(quoted(text, 0, len(text))) <= LONGEST
