"""The rules on their own: what the model found is given, spaCy is not needed."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.finding.pieces import PIECE_LIMIT, piece_end
from entities.naming.rules import Found, mentions_in
from entities.naming.usage import Usage, usage_of
from tests.growth import assert_growth, assert_linear

NOTHING = Usage(frozenset(), frozenset())


def read(text: str, *found: tuple[str, str], usage: Usage | None = None, english: bool = True) -> list[str]:
    """The mentions as `words|type`, when the model found these words with these labels."""
    spans = []
    at = 0
    for words, label in found:
        at = text.index(words, at)
        spans.append(Found(at, at + len(words), label))
        at += len(words)
    places = mentions_in(text, spans, usage or usage_of(text, [0], [len(text)]), english)
    return [f"{text[place.start : place.end]}|{place.type}" for place in places]


@pytest.mark.parametrize(
    ("label", "kind"),
    [("GPE", "place"), ("LOC", "place"), ("NORP", "group"), ("FAC", "facility"), ("PER", "person"),
     ("CARDINAL", "quantity"), ("WORK_OF_ART", "other"), ("SOMETHING", "other")],
)  # fmt: skip
def test_labels_become_our_types(label: str, kind: str) -> None:
    words = "4" if kind == "quantity" else "Some One"
    assert read(f"we saw {words} there", (words, label)) == [f"{words}|{kind}"]


def test_a_rank_is_no_mention() -> None:
    assert read("the second time", ("second", "ORDINAL")) == []


def test_pronouns_and_punctuation_are_no_mentions() -> None:
    assert (
        read("he told her — and It", ("he", "PERSON"), ("her", "PERSON"), ("—", "ORG"), ("It", "ORG")) == []
    )


@pytest.mark.parametrize(
    ("text", "found", "mention"),
    [
        ("by the International Red Cross.", "the International Red Cross", "International Red Cross"),
        ("in The Hague today", "The Hague", "The Hague"),
        ("said Zelensky's wife", "Zelensky's", "Zelensky"),
        ("said Zelensky’s wife", "Zelensky’s", "Zelensky"),
        ("the Houthis' ship", "Houthis'", "Houthis"),
        ('the "Telegram" post', '"Telegram"', "Telegram"),
        ("the Tehran-backed group", "Tehran-backed", "Tehran"),
        ("a U.S.-made rocket", "U.S.-made", "U.S."),
    ],
)
def test_a_span_holds_the_name_and_nothing_else(text: str, found: str, mention: str) -> None:
    assert [one.split("|")[0] for one in read(text, (found, "ORG"))] == [mention]


def test_a_name_ends_at_a_dash() -> None:
    assert read("Kiev — Moscow has handed over", ("Kiev — Moscow", "ORG")) == [
        "Kiev|organisation",
        "Moscow|organisation",
    ]


@pytest.mark.parametrize(
    "text", ["KYIV (AP) — Two drones", "Kyiv (Reuters) - Two drones", "KYIV, Aug. 3 — Two drones"]
)
def test_what_stands_before_the_agency_or_the_date_is_a_place(text: str) -> None:
    word = text[:4]
    assert read(text, (word, "ORG"))[0] == f"{word}|place"
    assert read(text)[0] == f"{word}|place"


def test_a_sentence_with_a_dash_is_no_dateline() -> None:
    assert read("Gazprom — the giant — said", ("Gazprom", "ORG")) == ["Gazprom|organisation"]


def test_the_region_belongs_to_its_name() -> None:
    assert read("in the Donetsk region", ("Donetsk", "GPE")) == ["Donetsk region|place"]
    assert read("in Kherson Oblast", ("Kherson", "ORG")) == ["Kherson Oblast|place"]
    assert read("in the Sumy oblast") == ["Sumy oblast|place"]


def test_a_region_without_a_name_is_none() -> None:
    assert read("The region burns. Russian regions too. This Region", ("Russian", "NORP")) == [
        "Russian|group"
    ]


def test_the_city_of_something_is_a_place() -> None:
    assert read("the city of Salavat by", ("Salavat", "PERSON")) == ["Salavat|place"]
    assert read("the village of Nova Kakhovka burns") == ["Nova Kakhovka|place"]
    assert read("the capital of Sudan's west") == ["Sudan|place"]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("some 250-kilogram bomb", "some 250-kilogram|quantity"),
        ("About 50 kilometres away", "About 50 kilometres|quantity"),
        ("within a few kilometres of", "a few kilometres|quantity"),
        ("at -20 degrees today", "-20 degrees|quantity"),
        ("from 10 to 15 km away", "10 to 15 km|quantity"),
        ("for more than three and a half years.", "more than three and a half years|date"),
        ("within 48 hours", "48 hours|time"),
        ("came in the early morning", "early morning|time"),
    ],
)
def test_amounts_have_their_unit(text: str, mention: str) -> None:
    assert read(text) == [mention]


def test_a_duration_that_the_model_took_for_a_number_is_a_date() -> None:
    assert read("for three and a half years", ("three and a half years", "CARDINAL")) == [
        "three and a half years|date"
    ]


def test_a_longer_date_stays_whole() -> None:
    assert read("it was two years ago", ("two years ago", "DATE")) == ["two years ago|date"]
    assert read("a 34-year-old woman", ("34-year-old", "DATE")) == ["34-year-old|date"]


def test_how_exact_a_number_is_belongs_to_it() -> None:
    assert read("at least 12 people, as many as five", ("12", "CARDINAL"), ("five", "CARDINAL")) == [
        "at least 12|quantity",
        "as many as five|quantity",
    ]
    assert read("some 10-15 soldiers", ("10", "CARDINAL")) == ["some 10-15|quantity"]


def test_an_amount_says_how_many() -> None:
    assert read("an estimated loss", ("an estimated", "CARDINAL")) == []


def test_demonyms_are_groups_whatever_the_model_says() -> None:
    assert read("Russian and South Korean forces", ("South Korean", "ORG")) == [
        "Russian|group",
        "South Korean|group",
    ]


def test_a_demonym_inside_a_name_is_part_of_it() -> None:
    assert read("the Russian Federation", ("Russian Federation", "GPE")) == ["Russian Federation|place"]


def test_a_language_is_no_group() -> None:
    assert read("speaks Russian", ("Russian", "LANGUAGE")) == ["Russian|other"]


def test_weapons_and_armed_actors_of_the_table_are_found() -> None:
    assert read("ISIL hid a T-72 tank") == ["ISIL|organisation", "T-72|product"]
    assert read("the HIMARS-2 system") == []


def test_either_apostrophe_stands_in_a_name_of_the_table() -> None:
    assert read("they fled Da'esh and Da’esh") == ["Da'esh|organisation", "Da’esh|organisation"]


def test_a_common_word_behind_the_is_an_actor_where_it_has_a_capital() -> None:
    assert read("strikes by the Coalition hit. In the Coalition Room, the coalition") == [
        "Coalition|organisation"
    ]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("a Kh-59 cruise missile", ["Kh-59|product"]),
        ("two Leopard 2A6 tanks", ["Leopard 2A6|product"]),
        ("with Krasnopol artillery munitions", ["Krasnopol|product"]),
        ("Attack drones came", []),
        ("aboard HMS Ocean near", ["HMS Ocean|product"]),
        ("the FS Charles de Gaulle sailed", ["FS Charles de Gaulle|product"]),
    ],
)
def test_weapons_and_ships_are_known_by_what_stands_beside_their_name(text: str, mentions: list[str]) -> None:
    assert read(text) == mentions


def test_a_name_of_someone_before_a_weapon_is_that_of_its_owner() -> None:
    assert read("by Hezbollah rockets", ("Hezbollah", "ORG")) == ["Hezbollah|organisation"]


def test_a_unit_has_its_number() -> None:
    text = "of the 132nd Separate Motorized Rifle Brigade and a 47th birthday"
    assert read(text, ("Motorized Rifle Brigade", "ORG")) == [
        "132nd Separate Motorized Rifle Brigade|organisation"
    ]


def test_what_something_is_near_or_in_is_a_place() -> None:
    assert read("near Argelia, in Petrov's house", ("Argelia", "PERSON"), ("Petrov's", "PERSON")) == [
        "Argelia|place",
        "Petrov|person",
    ]


def test_the_abbreviation_behind_a_name_has_its_type() -> None:
    assert read("of Atlantic Terminal Services (ATS), a firm", ("Atlantic Terminal Services", "ORG")) == [
        "Atlantic Terminal Services|organisation",
        "ATS|organisation",
    ]
    assert read("Ivan Petrov (OSCE) said", ("Ivan Petrov", "PERSON")) == ["Ivan Petrov|person"]


def test_a_name_in_capitals_is_no_pronoun() -> None:
    assert read("by the US and WHO, us", ("US", "GPE"), ("WHO", "ORG")) == ["US|place", "WHO|organisation"]


def test_a_name_has_a_capital_unless_nothing_there_has_one() -> None:
    assert read("The left flank held", ("flank", "ORG")) == []
    assert read("they say russia denies it", ("russia", "GPE")) == ["russia|place"]


def test_words_of_another_script_are_no_names_in_english() -> None:
    assert read("said атака отбита", ("атака отбита", "PERSON")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://t.me/Kyiv now", "Kyiv"),
        ("mail to Anna.Li@kyiv.example now", "Anna.Li"),
        ("as @ZelenskyyUa wrote", "ZelenskyyUa"),
        ("as in Node.Insert(head) here", "Node.Insert(head"),
        ("the MAX_Size here", "MAX_Size"),
        ("see kremlin.ru.[1", "kremlin.ru.[1"),
    ],
)
def test_addresses_and_identifiers_are_no_names(text: str, found: str) -> None:
    assert read(text, (found, "PRODUCT")) == []


@pytest.mark.parametrize(
    ("found", "mentions"),
    [
        ("Foreign Assets Control.[3", ["Foreign Assets Control"]),
        ("#Ukraine", ["Ukraine"]),
        ("Near Raqqa", ["Raqqa"]),
        ("pro-Assad", ["Assad"]),
        ("Petrov\tMajor", ["Petrov", "Major"]),
        ("WFP | Naypyidaw", ["WFP", "Naypyidaw"]),
        ("Geneva/Port Sudan", ["Geneva", "Port Sudan"]),
        ("Leicester 3 1 2", ["Leicester"]),
        ("(Reuters", ["Reuters"]),
    ],
)
def test_marks_cells_and_words_before_a_name_are_not_in_it(found: str, mentions: list[str]) -> None:
    assert [one.split("|")[0] for one in read(f"a {found} b", (found, "ORG"))] == mentions


def test_a_title_may_begin_with_any_word() -> None:
    assert read('read "In Cold Blood" there', ("In Cold Blood", "WORK_OF_ART")) == ["In Cold Blood|other"]


def test_the_number_of_a_footnote_is_no_quantity() -> None:
    assert read("claims it.[12] He", ("12", "CARDINAL")) == []


def test_a_demonym_in_a_compound_is_found_only_behind_what_is_no_name() -> None:
    text = "a pro-Russian crowd, an Italian-American, the Austin American-Statesman"
    assert read(text) == ["Russian|group"]


def test_a_first_word_that_also_occurs_in_lower_case_is_no_name() -> None:
    text = "Bombing kills five. The bombing of Kyiv"
    assert read(text, ("Bombing", "ORG")) == []


def test_a_first_word_that_is_a_name_elsewhere_stays_one() -> None:
    text = "Rice spoke. Later the rice of Secretary and former Rice ran out"
    assert read(text, ("Rice", "PERSON")) == ["Rice|person"]


def test_a_word_inside_a_sentence_stays_a_name() -> None:
    text = "He met Bush by the bush"
    assert read(text, ("Bush", "PERSON")) == ["Bush|person"]


@pytest.mark.parametrize("word", ["Earlier", "Earler", "Meanwhlie", "Howevver"])
def test_a_sentence_opener_is_no_name_even_with_a_slip(word: str) -> None:
    assert read(f"{word}, Ukraine attacked", (word, "ORG"), ("Ukraine", "GPE")) == ["Ukraine|place"]


def test_the_rules_are_for_english() -> None:
    assert read("Die Region Donezk, 50 kilometres", ("Donezk", "LOC"), english=False) == ["Donezk|place"]


SCRAPS = st.sampled_from(
    [
        "Kyiv",
        "the ",
        "city of ",
        " region",
        "’s",
        "12",
        " km",
        " — ",
        "\n",
        ". ",
        "Russian",
        "-led",
        "(AP)",
        "at least ",
        "three ",
        "years",
        "\x1b[31m",
        "👩‍👩‍👧",
        "é",
        " ",
        '"',
        "T-72",
        "morning",
        "in the ",
    ]
)
LABELS = st.sampled_from(
    ["PERSON", "ORG", "GPE", "NORP", "CARDINAL", "DATE", "QUANTITY", "MONEY", "ORDINAL", "LANGUAGE"]
)


@given(
    st.lists(SCRAPS, max_size=30).map("".join),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20), LABELS)),
)
def test_mentions_are_sorted_apart_and_inside_the_text(text: str, found: list[tuple[int, int, str]]) -> None:
    spans = [
        Found(start, min(len(text), start + size), label) for start, size, label in found if start < len(text)
    ]
    places = mentions_in(text, spans, usage_of(text, [0], [len(text)]))
    borders = [border for place in places for border in (place.start, place.end)]
    assert borders == sorted(borders)
    for start, end, _ in places:
        assert 0 <= start < end <= len(text)
        assert re.search(r"\w", text[start:end])


SHAPES = ["1,", "one ", "the ", "city of ", "X ", "'", "(", "at least ", "A-", "10-", "Russian "]


def in_pieces(text: str) -> None:
    """The rules for a report of one block, in which the model took everything for names."""
    start = 0
    while start < len(text):
        end = piece_end(text, start, len(text), wrapped=True)
        mentions_in(text[start:end], [Found(0, end - start, "ORG")], NOTHING)
        start = end


def of_size(scrap: str, size: int) -> str:
    return (scrap * size)[:size]


@pytest.mark.parametrize("scrap", SHAPES)
def test_the_cost_of_the_rules_is_at_most_quadratic_in_a_piece(scrap: str) -> None:
    times = 16
    assert_growth(2, partial(of_size, scrap), in_pieces, PIECE_LIMIT // times, times)


@pytest.mark.parametrize("scrap", SHAPES)
def test_the_cost_of_the_rules_is_linear_in_a_report_because_pieces_are_bounded(scrap: str) -> None:
    assert_linear(partial(of_size, scrap), in_pieces, PIECE_LIMIT)
