"""What the pickers offer, the likeliest first."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.records import Attribution, Place
from annotations.suggestions import Stops, Suggestions
from claims.records import Claims
from entities.records import Findings
from tests.entities.fabricated import found_in, text_with
from tests.growth import assert_growth
from tui.reading.choices import (
    NOBODY,
    UNNAMED,
    Choice,
    attributions,
    found_choices,
    further_sources,
    source_choices,
    tag_choices,
)
from tui.screens.prompt import matching_choices

SENTENCE = "In addition, around 100 Russian soldiers were captured."


def labels(desk: Any, findings: Findings, present: tuple[Attribution, ...] = ()) -> list[str]:
    return [choice.label for choice in source_choices(desk.reading, findings, present)]


def test_the_person_named_in_the_sentence_comes_first(desk: Any, findings: Findings) -> None:
    desk.at("During a counter-offensive")
    assert labels(desk, findings)[0] == "Volodymyr Zelensky"


def test_the_person_named_last_is_the_likeliest(desk: Any, findings: Findings) -> None:
    desk.at("A chemical plant")
    assert labels(desk, findings)[0] == "Radiy Khabirov"


def test_a_selection_offers_whom_it_names(desk: Any, findings: Findings) -> None:
    desk.at("Gazprom")
    desk.reading.extend("word_end")
    assert labels(desk, findings)[0] == "Gazprom"


def test_sources_of_this_report_come_before_other_entities(desk: Any, findings: Findings) -> None:
    identity = desk.mark(SENTENCE)
    desk.editor.set_attribution(identity, [Attribution("military bloggers")])
    desk.at("Since the beginning")
    offered = labels(desk, findings)
    assert offered.index("military bloggers") < offered.index("Telegram")


def test_unnamed_officials_are_offered_last_and_nobody_twice(desk: Any, findings: Findings) -> None:
    offered = labels(desk, findings)
    assert offered[-1] == UNNAMED
    assert len(offered) == len(set(map(str.casefold, offered)))


def test_numbers_and_dates_say_nothing(desk: Any, findings: Findings) -> None:
    assert not {"1,000", "Thursday"} & set(labels(desk, findings))


def test_a_source_that_is_there_can_be_taken_away(desk: Any, findings: Findings) -> None:
    assert NOBODY not in labels(desk, findings)
    assert labels(desk, findings, (Attribution("Zelensky"), Attribution("Bob")))[:2] == [
        "Zelensky; Bob",
        NOBODY,
    ]


def test_a_chosen_entity_is_recorded_with_its_id_and_place(desk: Any, findings: Findings) -> None:
    desk.at("During a counter-offensive")
    (who,) = attributions("Volodymyr Zelensky", desk.reading, findings)
    start = desk.span('enemy," Zelensky').start + 8
    assert who == Attribution("Volodymyr Zelensky", "person:zelensky", Place(start, start + 8))


def test_another_name_of_an_entity_is_the_entity(desk: Any, findings: Findings) -> None:
    (who,) = attributions("Zelensky", desk.reading, findings)
    assert who.entity == "person:zelensky"


def test_a_typed_name_is_looked_for_in_the_target(desk: Any, findings: Findings) -> None:
    desk.at("Ukrainian military observers")
    (who,) = attributions("military observers", desk.reading, findings)
    span = desk.span("military observers")
    assert who == Attribution("military observers", None, Place(span.start, span.end))
    (other,) = attributions("my neighbour", desk.reading, findings)
    assert other == Attribution("my neighbour", None, None)


def test_several_sources_are_separated_by_a_semicolon(desk: Any, findings: Findings) -> None:
    who = attributions("Telegram; the mayor ;; ", desk.reading, findings)
    assert [each.text for each in who] == ["Telegram", "the mayor"]


def test_no_source_takes_all_away(desk: Any, findings: Findings) -> None:
    assert attributions(NOBODY, desk.reading, findings) == []


def test_every_tag_is_offered_with_its_key_and_meaning(desk: Any) -> None:
    offered = tag_choices(desk.tag_set)
    assert [each.label for each in offered] == ["unverified", "contested", "official claim"]
    assert offered[0].value == "unverified"
    assert offered[0].hint.startswith("u  ")


CHOICES = [Choice("Volodymyr Zelensky"), Choice("Kyiv"), Choice("Azov brigade"), Choice("Brigade of Kyiv")]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["Volodymyr Zelensky", "Kyiv", "Azov brigade", "Brigade of Kyiv"]),
        ("zel", ["Volodymyr Zelensky", "zel"]),
        ("kyi", ["Kyiv", "Brigade of Kyiv", "kyi"]),
        ("KYIV", ["Kyiv", "Brigade of Kyiv"]),
        ("rigade", ["rigade", "Azov brigade", "Brigade of Kyiv"]),
        ("mayor", ["mayor"]),
    ],
)
def test_typing_narrows_to_beginnings_of_words_and_offers_what_is_typed(
    typed: str, offered: list[str]
) -> None:
    assert [each.label for each in matching_choices(CHOICES, typed, "source")] == offered


def test_where_only_choices_count_nothing_typed_is_one() -> None:
    assert matching_choices(CHOICES, "mayor", "") == []


def test_a_word_of_the_report_is_taken_as_typed_before_unnamed_officials() -> None:
    choices = [Choice("Volodymyr Zelensky", "person"), Choice(UNNAMED, by_any_word=False)]
    assert [each.label for each in matching_choices(choices, "officials", "source")] == ["officials", UNNAMED]
    assert matching_choices(choices, "zel", "source")[0].label == "Volodymyr Zelensky"
    assert matching_choices(choices, "unn", "source")[0].label == UNNAMED


def test_of_thousands_of_names_the_most_frequent_are_offered_and_all_are_found(
    desk_on: Any, report_of: Any
) -> None:
    text = text_with(4_000, 2_000)
    desk, findings = desk_on(report_of(text)), found_in(text, 2_000)
    offered = source_choices(desk.reading, findings, ())
    assert len(offered) < 400
    rare = next(each.name for each in reversed(findings.entities) if each.type == "place")
    assert rare not in [each.label for each in offered]
    assert rare in [each.label for each in further_sources(findings, rare[5:].upper())]
    assert rare in [each.label for each in further_sources(findings, rare[:-1])]
    assert len(further_sources(findings, "a")) < 400
    assert attributions(rare, desk.reading, findings)[0].entity == f"place:{rare.lower().replace(' ', '-')}"


def test_offering_and_matching_cost_no_more_for_many_names() -> None:
    def many(size: int) -> Findings:
        return found_in(text_with(size, size), size)

    def offer(findings: Findings) -> None:
        choices = further_sources(findings, "0")
        for _ in range(3):
            matching_choices(choices, "1", "source")

    assert_growth(0, many, offer, 1_000)


@pytest.fixture
def suggested(desk: Any, findings: Findings, claims_of_seed: Claims) -> Any:
    """A desk with what the machine found of the seed."""
    editor, deciding = desk.editor, desk.reading.deciding
    stops = Stops.of(claims_of_seed)
    deciding.suggestions = Suggestions(claims_of_seed, stops, editor.index, editor.decisions)
    deciding.findings = findings
    return desk


def found_for(desk: Any, words: str) -> list[Attribution]:
    desk.at(words)
    found: list[Attribution] = desk.reading.deciding.sources_around(desk.reading.target.span)
    return found


def test_who_is_found_to_say_it_comes_first_with_what_it_is(
    suggested: Any, findings: Findings, claims_of_seed: Claims
) -> None:
    found = found_for(suggested, "The news of the handover")
    choices = found_choices(found, findings, claims_of_seed)
    assert choices[0] == Choice("Volodymyr Zelensky", "found here · Ukrainian President ?")
    assert source_choices(suggested.reading, findings, (), choices)[0] == choices[0]


def test_he_is_offered_by_his_name_and_taken_with_his_entity_and_the_place_of_the_word(
    suggested: Any, findings: Findings
) -> None:
    found = found_for(suggested, "Four multi-storey")
    (who,) = attributions("Vadim Filashkin", suggested.reading, findings, found)
    assert who.entity == "person:filashkin"
    assert who.span is not None
    assert suggested.words(who.span) == "he"


def test_of_two_speakers_of_a_sentence_the_one_of_the_selected_words_comes_first(
    suggested: Any, findings: Findings
) -> None:
    span = suggested.span("advances against Russian forces")
    names = [each.text for each in suggested.reading.deciding.sources_around(span)]
    assert names == ["Volodymyr Zelensky", "officials"]
    span = suggested.span("Moscow has handed over")
    assert suggested.reading.deciding.sources_around(span)[0].text == "officials"


def test_who_disputes_it_is_found_behind_it_and_is_not_who_says_it(suggested: Any) -> None:
    deciding = suggested.reading.deciding
    span = suggested.span("In addition, around 100 Russian soldiers were captured.")
    (observers,) = deciding.disputers_around(span, [Attribution("Volodymyr Zelensky")])
    assert observers.text == "Ukrainian military observers"
    assert deciding.disputers_around(span, [observers]) == []


def test_what_is_noted_stays_before_what_is_found(suggested: Any, findings: Findings) -> None:
    found = found_choices(found_for(suggested, "The news of the handover"), findings, None)
    offered = source_choices(suggested.reading, findings, (Attribution("my neighbour"),), found)
    assert [each.label for each in offered[:3]] == ["my neighbour", NOBODY, "Volodymyr Zelensky"]
