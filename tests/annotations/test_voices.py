"""Who says what, and what others say about them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.voices import (
    UnnamedSource,
    Voice,
    unnamed_sources,
    voice_of_entity,
    voice_of_unnamed,
)
from claims.records import Claim, Claims, Official, Role, Why
from entities.records import Findings
from reports.document import Span
from tests.entities.fabricated import Made, findings_of
from tests.growth import assert_linear

TEXT = (
    "President Ivan Petrov claims the town is his. "
    "Petrov's statements could not be verified. "
    "Military observers say Petrov lost the town. "
    "He said that it rains. "
    "The officials denied it. "
    "Some officials, Petrov said, know nothing. "
    "President Petrov is reportedly ill."
)
SENTENCES = [Span(*each.span()) for each in re.finditer(r"[^.]+\.", TEXT)]
SENTENCES = [Span(each.start + (TEXT[each.start] == " "), each.end) for each in SENTENCES]


def span(words: str, sentence: int) -> Span:
    start = TEXT.index(words, SENTENCES[sentence].start)
    return Span(start, start + len(words))


def claim(
    sentence: int,
    cue: str,
    source: str | None = None,
    content: str | None = None,
    *,
    named: Span | None = None,
    why: Why = Why.SAID,
    origin: int | None = None,
) -> Claim:
    said_by = span(source, sentence) if source else None
    return Claim(
        SENTENCES[sentence],
        said_by,
        named,
        span(cue, sentence if origin is None else origin),
        span(content, sentence) if content else None,
        (),
        why,
        Official.NOT,
        None,
        SENTENCES[origin] if origin is not None else None,
    )


def petrov(sentence: int, words: str = "Petrov") -> Span:
    return span(words, sentence)


CLAIMS = Claims.of(
    [
        claim(0, "claims", "President Ivan Petrov", "the town is his", named=span("Ivan Petrov", 0)),
        claim(0, "could not be verified", why=Why.NOT_VERIFIED, origin=1),
        claim(1, "could not be verified", "Petrov", named=petrov(1), why=Why.NOT_VERIFIED),
        claim(2, "say", "Military observers", "Petrov lost the town"),
        claim(3, "said", "He", "it rains", named=span("Ivan Petrov", 0)),
        claim(4, "denied", "The officials", "it", why=Why.DENIED),
        claim(5, "said", "Petrov", "know nothing", named=petrov(5)),
        claim(5, "know", "Some officials"),
        claim(6, "reportedly", why=Why.HEARSAY),
    ],
    [
        Role(span("Ivan Petrov", 0).start, 0, len("President")),
        Role(petrov(6).start, *span("President", 6)),
    ],
)


def findings(mentions: Iterable[Span]) -> Findings:
    places = [(each.start, each.end, "person") for each in mentions]
    return findings_of(TEXT, [Made("person:petrov", "person", "Ivan Petrov", ("Petrov",), places)])  # type: ignore[arg-type]


MENTIONS = [span("Ivan Petrov", 0), *(petrov(each) for each in (1, 2, 5, 6))]
FINDINGS = findings(MENTIONS)


def told(numbers: Iterable[int]) -> list[int]:
    """The numbers of the sentences of these claims."""
    starts = [each.start for each in SENTENCES]
    return [starts.index(CLAIMS.sentence_start(number)) for number in numbers]


def of_petrov(found: Findings = FINDINGS) -> Voice:
    return voice_of_entity(0, found, CLAIMS)


def unnamed(words: str) -> UnnamedSource:
    return next(each for each in unnamed_sources(CLAIMS, FINDINGS) if each.name == words)


def test_an_entity_says_what_its_mentions_and_those_that_stand_for_it_say() -> None:
    assert told(of_petrov().says) == [0, 3, 5]


def test_about_it_is_what_others_say_of_it_and_what_the_report_doubts() -> None:
    assert told(of_petrov().about) == [1, 2, 6]


def test_the_doubt_inside_a_sentence_of_its_own_is_not_said_by_others() -> None:
    hedged = Claims.of(
        [*CLAIMS, claim(0, "claims", "President Ivan Petrov", named=MENTIONS[0], why=Why.UNCLEAR)]
    )
    voice = voice_of_entity(0, FINDINGS, hedged)
    assert [hedged.sentence_start(each) for each in voice.about] == [SENTENCES[at].start for at in (1, 2, 6)]


def test_a_sentence_that_a_later_one_calls_its_statement_is_said_by_it() -> None:
    later = Claim(
        SENTENCES[3], petrov(1), petrov(1), span("could not be verified", 1), None, ("unverified",),
        Why.NOT_VERIFIED, Official.NOT, None, SENTENCES[1],
    )  # fmt: skip
    claims = Claims.of(
        [claim(1, "could not be verified", "Petrov", named=petrov(1), why=Why.NOT_VERIFIED), later]
    )
    voice = voice_of_entity(0, FINDINGS, claims)
    assert [claims.sentence_start(each) for each in voice.says] == [SENTENCES[3].start]
    assert [claims.sentence_start(each) for each in voice.about] == [SENTENCES[1].start]


def test_a_sentence_that_doubts_its_statements_without_a_name_is_about_it() -> None:
    nameless = findings(each for each in MENTIONS if each != petrov(1))
    assert told(of_petrov(nameless).about)[0] == 1


def test_a_claim_follows_the_mention_when_the_analyst_says_that_it_is_somebody_else() -> None:
    places = [(each.start, each.end, "person") for each in MENTIONS]
    other = findings_of(
        TEXT,
        [
            Made("person:petrov", "person", "Ivan Petrov", (), places[:1]),  # type: ignore[arg-type]
            Made("person:boris", "person", "Boris Petrov", (), places[1:]),  # type: ignore[arg-type]
        ],
    )
    by_id = {other.entities[each].id: voice_of_entity(each, other, CLAIMS) for each in (0, 1)}
    assert told(by_id["person:petrov"].says) == [0, 3]
    assert told(by_id["person:boris"].says) == [5]


def test_of_a_sentence_with_several_claims_the_one_that_tells_what_is_said_is_listed() -> None:
    (row,) = [each for each in of_petrov().says if told([each]) == [5]]
    assert CLAIMS[row].content == span("know nothing", 5)


def test_the_offices_of_an_entity_are_told_once_each() -> None:
    assert of_petrov().roles == ("President",)


def test_sources_without_a_name_are_told_once_however_they_are_written() -> None:
    named = [(each.name, len(each.claims)) for each in unnamed_sources(CLAIMS, FINDINGS)]
    assert named == [("officials", 2), ("Military observers", 1)]


def test_nobody_is_called_he() -> None:
    alone = Claims.of([claim(3, "said", "He", "it rains")])
    assert unnamed_sources(alone, FINDINGS) == ()


def test_a_source_without_a_name_stands_where_its_words_stand() -> None:
    officials = unnamed("officials")
    words = [TEXT[start:end] for start, end in zip(officials.starts, officials.ends, strict=True)]
    assert words == ["The officials", "Some officials"]


def test_a_source_without_a_name_says_what_its_claims_say() -> None:
    assert told(voice_of_unnamed(unnamed("officials"), CLAIMS).says) == [4, 5]
    assert told(voice_of_unnamed(unnamed("Military observers"), CLAIMS).says) == [2]


def test_who_became_an_entity_is_a_source_without_a_name_no_more() -> None:
    corrected = findings([*MENTIONS[:3], span("Military observers", 2), *MENTIONS[3:]])
    places = {
        each.name
        for each in unnamed_sources(
            Claims.of([claim(2, "say", "Military observers", named=span("Military observers", 2))]), corrected
        )
    }
    assert places == set()


def test_looking_for_what_is_said_grows_with_what_there_is() -> None:
    sentence = "Name said that Name met officials, others said. "

    def many(size: int) -> tuple[Findings, Claims]:
        text = sentence * size
        starts = [at * len(sentence) for at in range(size)]
        name = Made("person:name", "person", "Name", (), [(at, at + 4, "person") for at in starts])
        found = findings_of(text, [name])
        spoken = [
            Claim(
                Span(at, at + len(sentence) - 1), Span(at, at + 4), Span(at, at + 4), Span(at + 5, at + 9),
                Span(at + 15, at + 20), (), Why.SAID, Official.NOT, None, None,
            )
            for at in starts
        ]  # fmt: skip
        return found, Claims.of(spoken)

    def look(given: tuple[Findings, Claims]) -> None:
        assert len(voice_of_entity(0, *given).says) == len(given[0].mentions)
        unnamed_sources(given[1], given[0])

    assert_linear(many, look, 200)
