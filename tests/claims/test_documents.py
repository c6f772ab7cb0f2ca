"""What goes over the border of a sentence: who is meant, quotations that go on, doubts about statements."""

from __future__ import annotations

import pytest

from claims.reading import Saying, SentenceRead
from claims.records import CONTESTED, OFFICIAL_CLAIM, UNVERIFIED, Official
from claims.referring import Resolver
from claims.resolving import claims_of
from reports.loading import load_bytes
from reports.sentences import SentenceIndex
from tests.claims.conftest import Tell
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "sentence", "named"),
    [
        ("Mayor Olena Kravets opened the bridge. She said it was safe.", "She said", "Olena Kravets"),
        ("Governor Amina Diarra met the envoy. The governor said it went.", "The governor", "Amina Diarra"),
        ("The Chadian army claimed a victory. The army said 40 had fallen.", "The army", "The Chadian army"),
        ("Residents blamed the dam. They said it had leaked for years.", "They said", "Residents"),
        ("Greenpeace said more reports would come. It said they were ready.", "It said", "Greenpeace"),
        ("A police spokesman said it was late. He said two had fled.", "He said", "A police spokesman"),
        ("Peter Marsh called the police. Anna Marsh said he was ill.", "Anna", "Anna Marsh"),
    ],
)
def test_who_is_meant(text: str, sentence: str, named: str, tell: Tell) -> None:
    told = tell(text)
    assert {told.words(claim.named) for claim in told.of(sentence)} == {named}


@pytest.mark.parametrize(
    "text",
    [
        "He said the road was open.",
        "Peter Marsh met Paul Olsen and John Reed. He said the road was open.",
        "Spokeswoman Ann Lee left. He said the road was open.",
        "John Reed met Ann Lee. Reed said that Lee was right. She said the road was open.",
        "The defence argued that it was late. He said the road was open.",
        "The Ministry of Health said 40 had died. She said the road was open.",
        "Paul Olsen said it was late.\n\nA trader said it was not. He said the road was open.",
    ],
)
def test_who_is_not_sure_is_left_open(text: str, tell: Tell) -> None:
    told = tell(text)
    pronoun = "She said" if "She said" in text else "He said"
    assert [told.words(claim.named) for claim in told.of(pronoun)] == [None]


def test_an_office_learnt_elsewhere_makes_a_name_official(tell: Tell) -> None:
    told = tell(
        "Marchetti said two houses burned.\n\nPaolo Marchetti, governor of the Lazio region, was there."
    )
    (claim,) = told.of("Marchetti said")
    assert claim.tags == (OFFICIAL_CLAIM,)
    assert told.words(claim.office) == "governor of the Lazio region"
    assert claim.official is Official.OFFICE


def test_who_speaks_for_somebody_in_office_is_official(tell: Tell) -> None:
    told = tell(
        "President Luis Arce toured the town.\n\nA spokesman for Arce said it was safe.\n\n"
        "A spokesman for Paul Olsen said it was not."
    )
    official = {told.words(claim.source): claim.official for claim in told.claims}
    assert official == {
        "A spokesman for Arce": Official.SPOKEN_FOR,
        "A spokesman for Paul Olsen": Official.NOT,
    }


def test_who_is_quoted_by_a_family_name_that_stands_first_keeps_the_office(tell: Tell) -> None:
    told = tell("Gan Yu, governor of Hebei, met the press. Gan said the flood was under control.")
    (claim,) = told.of("Gan said")
    assert claim.tags == (OFFICIAL_CLAIM,)


@pytest.mark.parametrize(
    "text",
    [
        "Military blogger Rybar said the village had fallen.",
        "Former president Ivan Petrov said the village had fallen.",
        "The chief executive of Volta Motors, Lena Brandt, said demand was rising.",
        "Residents of Moscow said the power was out.",
    ],
)
def test_who_holds_no_office_is_not_official(text: str, tell: Tell) -> None:
    assert all(claim.official is Official.NOT for claim in tell(text).claims)


def test_a_quotation_over_sentences_belongs_to_who_is_quoted(tell: Tell) -> None:
    told = tell('"We hold the town. The enemy has fled," General Ivo Marek said. "More will come."')
    for sentence in ('"We hold', '"More will'):
        (claim,) = told.of(sentence)
        assert told.words(claim.named) == "Ivo Marek"
        assert claim.tags == (OFFICIAL_CLAIM,)
        assert (told.words(claim.origin) or "").endswith("Marek said.")


def test_a_quotation_goes_on_over_paragraphs(tell: Tell) -> None:
    told = tell(
        "“The town is ours, and the road to the coast is open,” General Ivo Marek said. “We lost nobody.\n\n"
        "“The enemy has fled to the hills. He will not return.”\n\nThe fire was out by noon."
    )
    assert {told.words(claim.named) for claim in told.of("“The enemy")} == {"Ivo Marek"}
    assert told.of("The fire") == []


def test_cues_inside_quotation_marks_do_not_count(tell: Tell) -> None:
    told = tell('"My neighbour said the police denied it," the woman wrote.')
    assert [told.words(claim.source) for claim in told.claims] == ["the woman"]


def test_a_doubt_about_somebodys_statements_is_suggested_for_each_of_them_in_the_section(tell: Tell) -> None:
    told = tell(
        "# Before\n\nPeter Marsh said one.\n\n# After\n\nPeter Marsh said the mine was closed. "
        "The sun shone. "
        "Marsh claimed that nobody was hurt. Marsh's statements could not be verified.",
        media="text/markdown",
    )
    derived = told.tags(derived=True)
    assert set(derived) == {"Peter Marsh said the mine was closed.", "Marsh claimed that nobody was hurt."}
    origins = {told.words(claim.origin) for claim in told.claims if claim.derived}
    assert origins == {"Marsh's statements could not be verified."}


def test_a_doubt_about_neither_claim_is_one_about_two_speakers(tell: Tell) -> None:
    told = tell(
        "The police said ten people came. The army said the square was full. Rebels said it was empty. "
        "Neither claim has been verified."
    )
    assert set(told.tags(derived=True)) == {"The army said the square was full.", "Rebels said it was empty."}
    assert all(tags == {UNVERIFIED} for tags in told.tags(derived=True).values())


def test_what_is_unclear_throws_no_doubt_on_what_was_said(tell: Tell) -> None:
    told = tell("The police said ten people came. It was unclear whether more would follow.")
    assert told.tags(derived=True) == {}


def test_a_colon_in_a_heading_gives_the_word_to_an_office_or_a_person_and_not_to_a_place(tell: Tell) -> None:
    told = tell("# Two hurt in blast: police\n\n# Bakhmut: heavy fighting\n\nText.", media="text/markdown")
    assert told.tags() == {"Two hurt in blast: police": {OFFICIAL_CLAIM}}


def test_a_denial_of_an_official_is_contested_and_official(tell: Tell) -> None:
    told = tell("The interior ministry denied the report.")
    assert told.tags() == {"The interior ministry denied the report.": {CONTESTED, OFFICIAL_CLAIM}}


def test_claims_are_the_same_in_whatever_order_the_blocks_are_read(tell: Tell) -> None:
    text = "\n\n".join(
        f"Mayor Ann Lee said {word}. She added that it rained." for word in ("one", "two", "six", "ten")
    )
    assert list(tell(text).claims) == list(tell(text, backwards=True).claims)


MARKDOWN = """# The mayor said it was dry

The minister said
so. The army denied it.

> The police said it was hot. The police
> said it was cold.

- The judge said it was dry.
  - The general said it was wet.

| Who | What |
|---|---|
| The army | The army said it fired. |

    the mayor said it
    in code

Police said
it was wet
==========
"""


def test_the_sentence_of_a_claim_is_one_of_the_readers(tell: Tell) -> None:
    report = load_bytes(MARKDOWN.encode(), "-", "test", "text/markdown")
    sentences = SentenceIndex(report.text, report.blocks)
    spans = {sentences.span(number) for number in range(len(sentences))}
    told = tell(report)
    assert len({claim.sentence for claim in told.claims}) == 8
    assert {claim.sentence for claim in told.claims} <= spans
    assert not any("in code" in (told.words(claim.sentence) or "") for claim in told.claims)


def test_claims_of_a_long_report_take_time_as_its_length(tell: Tell) -> None:
    text = "Mayor Ann Lee said one. She added two. The army denied it. The claim could not be verified.\n\n"
    told = tell(text)
    read = [
        SentenceRead(claim.sentence, (Saying(claim.cue, None, claim.content, claim.why, True, 1),))
        for claim in told.claims
        if not claim.derived
    ]

    def resolve(copies: int) -> object:
        return list(claims_of([read] * copies, Resolver(told.text, told.findings, {})))

    assert_linear(lambda copies: copies, resolve, 200)
