from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.aliases import plain_name
from entities.correcting.applying import corrected
from entities.correcting.corrections import (
    Add,
    Confirm,
    Correction,
    Merge,
    Named,
    Remove,
    Rename,
    Retype,
    Split,
    in_words,
    named,
    placeless,
)
from entities.finding.soundness import is_sound
from entities.records import ENTITY_TYPES, Entity, EntityType, Findings
from reports.blocks import Span
from tests.entities.fabricated import found_in, gathered, text_with
from tests.growth import assert_linear

WIRE: tuple[tuple[str, EntityType], ...] = (
    ("Volodymyr Zelensky", "person"),
    ("Zelensky", "person"),
    ("Zelensky's", "person"),
    ("Bombing", "person"),
    ("Kiev", "place"),
    ("Ukrainian", "group"),
    ("Ukraine", "place"),
    ("Gazprom", "person"),
    ("Kremlin", "organisation"),
    ("Bombing", "person"),
    ("Johnson", "person"),
    ("Johnson", "person"),
    ("Bank of Ukraine", "organisation"),
)


def wire(*found: tuple[str, EntityType]) -> Findings:
    return gathered(*(found or WIRE)).findings(1, 1)


def entity(findings: Findings, name: str) -> Entity:
    """The entity with exactly this name; one of them only."""
    (found,) = (each for each in findings.entities if each.name == name)
    return found


def names(findings: Findings) -> set[str]:
    return {each.name for each in findings.entities}


def known_as(findings: Findings, name: str) -> Named:
    """As the screen names the entity that is called so."""
    number = findings.entities.named(name)
    assert number is not None
    return named(findings, number)


def words_of(some: Entity) -> list[str]:
    return [mention.text for mention in some.mentions]


def span(findings: Findings, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = findings.mentions.text.index(words, at + 1)
    return Span(at, at + len(words))


# ---------------------------------------------------------------------- each of them


def test_without_corrections_the_findings_come_back_as_they_are() -> None:
    findings = wire()
    assert corrected(findings, []) is findings


def test_an_entity_that_was_renamed_keeps_its_former_name_as_another_name() -> None:
    findings = wire()
    now = corrected(findings, [Rename(known_as(findings, "Volodymyr Zelensky"), "Volodymyr Zelenskyy")])
    renamed = entity(now, "Volodymyr Zelenskyy")
    assert renamed.aliases == ("Zelensky", "Volodymyr Zelensky")
    assert renamed.id == "person:volodymyr-zelenskyy"
    assert renamed.origin == "corrected"
    assert len(renamed.mentions) == 3


def test_what_was_not_corrected_is_the_machines_as_it_was() -> None:
    findings = wire()
    now = corrected(findings, [Rename(known_as(findings, "Kiev"), "Kyiv")])
    assert entity(now, "Kremlin") == entity(findings, "Kremlin")
    assert entity(now, "Kremlin").origin == "machine"


def test_an_entity_renamed_to_a_name_of_its_type_that_is_there_is_the_same() -> None:
    findings = wire(("IDF", "organisation"), ("Israeli Army", "organisation"), ("IDF", "organisation"))
    now = corrected(findings, [Rename(known_as(findings, "IDF"), "israeli army")])
    (only,) = now.entities
    assert (only.name, only.aliases, len(only.mentions)) == ("israeli army", ("IDF",), 3)


def test_an_entity_of_another_type_has_its_mentions_of_that_type_too() -> None:
    findings = wire()
    now = corrected(findings, [Retype(known_as(findings, "Gazprom"), "organisation")])
    assert entity(now, "Gazprom").type == "organisation"
    assert [mention.type for mention in entity(now, "Gazprom").mentions] == ["organisation"]
    assert entity(now, "Gazprom").id == "organisation:gazprom"


def test_what_a_people_is_called_is_a_group_whatever_type_its_country_gets() -> None:
    findings = wire()
    now = corrected(findings, [Retype(known_as(findings, "Ukraine"), "organisation")])
    types = {mention.text: mention.type for mention in entity(now, "Ukraine").mentions}
    assert types == {"Ukrainian": "group", "Ukraine": "organisation"}


def test_an_entity_that_is_the_same_as_another_gives_it_its_names_and_mentions() -> None:
    findings = wire()
    said = Merge(known_as(findings, "Kiev"), known_as(findings, "Ukraine"))
    country = entity(corrected(findings, [said]), "Ukraine")
    assert words_of(country) == ["Kiev", "Ukrainian", "Ukraine"]
    assert set(country.aliases) == {"Kiev", "Ukrainian"}
    assert country.demonyms == ("Ukrainian",)
    assert country.inferred == ()


def test_an_entity_that_is_the_same_as_one_that_is_not_there_has_its_name() -> None:
    findings = wire(("IDF", "place"))
    said = Merge(Named(("IDF",)), Named(("Israeli Army",), "organisation"))
    (only,) = corrected(findings, [said]).entities
    assert (only.name, only.type, only.aliases) == ("Israeli Army", "organisation", ("IDF",))


def test_a_name_that_was_split_off_is_an_entity_of_its_own() -> None:
    findings = wire()
    said = Split(known_as(findings, "Volodymyr Zelensky"), "Zelensky", "Zelensky")
    now = corrected(findings, [said])
    assert words_of(entity(now, "Zelensky")) == ["Zelensky", "Zelensky's"]
    assert words_of(entity(now, "Volodymyr Zelensky")) == ["Volodymyr Zelensky"]
    assert entity(now, "Volodymyr Zelensky").aliases == ()


def test_the_name_of_an_entity_goes_when_it_is_split_off() -> None:
    findings = wire()
    now = corrected(
        findings, [Split(Named(("Volodymyr Zelensky",)), "Volodymyr Zelensky", "Volodymyr Zelensky")]
    )
    assert {"Zelensky", "Volodymyr Zelensky"} <= names(now)


def test_one_mention_that_was_split_off_has_the_name_it_was_given() -> None:
    findings = wire()
    place = span(findings, "Johnson", 1)
    said = Split(known_as(findings, "Johnson"), "Johnson", "Boris Johnson", place)
    now = corrected(findings, [said])
    assert [mention.start for mention in entity(now, "Boris Johnson").mentions] == [place.start]
    assert len(entity(now, "Johnson").mentions) == 1


def test_what_names_nothing_is_gone_and_other_things_of_that_name_stay() -> None:
    findings = wire(*WIRE, ("Bombing", "event"))
    (person,) = (number for number, each in enumerate(findings.entities) if each.id == "person:bombing")
    now = corrected(findings, [Remove(named(findings, person))])
    assert [each.type for each in now.entities if each.name == "Bombing"] == ["event"]
    assert len(now.mentions) == len(findings.mentions) - 2


def test_one_mention_is_removed_and_the_others_stay() -> None:
    findings = wire()
    now = corrected(findings, [Remove(known_as(findings, "Johnson"), span(findings, "Johnson"))])
    assert [mention.start for mention in entity(now, "Johnson").mentions] == [
        span(findings, "Johnson", 1).start
    ]
    assert entity(now, "Johnson").origin == "corrected"


def test_added_words_are_an_entity_wherever_they_stand_as_whole_words() -> None:
    findings = wire(("Oilers met oil men and Oil", "other"), ("Oil", "organisation"))
    text = findings.mentions.text
    alone = corrected(wire(("Kremlin", "organisation")), [Add("Kremlin", "place", "Kremlin")])
    assert words_of(entity(alone, "Kremlin")) == ["Kremlin"]
    now = corrected(findings, [Add("men", "group", "men", Span(text.index("men"), text.index("men") + 3))])
    assert words_of(entity(now, "men")) == ["men"]
    assert entity(now, "men").origin == "analyst"
    assert "Oilers met oil men and Oil" not in names(now)


def test_added_words_join_the_entity_of_that_name() -> None:
    text = "Zelensky met the president. Then the president spoke, and the\npresident left."
    gathering = gathered()
    gathering._text = text
    gathering.add(0, 8, "person")
    findings = gathering.findings(1, 1)
    said = Add("the president", "person", "Zelensky", Span(13, 26))
    (only,) = corrected(findings, [said]).entities
    assert words_of(only) == ["Zelensky", "the president", "the president", "the\npresident"]
    assert (only.name, only.aliases, only.origin) == ("Zelensky", ("the president",), "corrected")


def test_a_longer_name_stays_where_added_words_were_not_chosen() -> None:
    findings = wire(("Bank of Ukraine", "organisation"), ("Ukraine", "place"))
    everywhere = corrected(findings, [Add("Bank", "organisation", "Bank")])
    assert "Bank of Ukraine" in names(everywhere)
    here = corrected(findings, [Add("Bank", "organisation", "Bank", Span(0, 4))])
    assert "Bank of Ukraine" not in names(here)
    assert words_of(entity(here, "Bank")) == ["Bank"]


def test_a_confirmed_name_is_no_longer_inferred() -> None:
    findings = wire()
    assert entity(findings, "Volodymyr Zelensky").inferred == ("Zelensky",)
    said = Confirm(known_as(findings, "Volodymyr Zelensky"), ("Zelensky",), ("Ukrainian President",))
    confirmed = entity(corrected(findings, [said]), "Volodymyr Zelensky")
    assert confirmed.inferred == ()
    assert confirmed.roles == ("Ukrainian President",)
    assert confirmed.origin == "machine"


# ---------------------------------------------------------------------- with what a later model finds


def test_what_was_said_holds_when_a_later_model_finds_other_types_and_other_ids() -> None:
    said = [
        Rename(known_as(wire(), "Kiev"), "Kyiv"),
        Remove(known_as(wire(), "Bombing")),
        Retype(known_as(wire(), "Gazprom"), "organisation"),
    ]
    later = wire(("Kiev", "organisation"), ("Bombing", "event"), ("Gazprom", "product"))
    now = corrected(later, said)
    assert {(each.name, each.type) for each in now.entities} == {
        ("Kyiv", "organisation"),
        ("Gazprom", "organisation"),
    }


def test_an_added_entity_stays_though_a_model_finds_nothing() -> None:
    findings = corrected(Findings(mentions=wire().mentions[:0]), [Add("Kremlin", "place", "Kremlin")])
    assert names(findings) == {"Kremlin"}
    assert is_sound(findings)


def test_a_rename_of_what_is_not_found_any_more_says_nothing() -> None:
    findings = wire(("Kremlin", "organisation"))
    now = corrected(findings, [Rename(Named(("Kiev",)), "Kyiv")])
    assert list(now.entities) == list(findings.entities)


def test_a_confirmed_name_holds_when_a_later_model_keeps_the_two_apart() -> None:
    said = Confirm(known_as(wire(), "Volodymyr Zelensky"), ("Zelensky",))
    later = wire(("Volodymyr Zelensky", "person"), ("Olena Zelensky", "person"), ("Zelensky", "person"))
    assert "Zelensky" in names(later)
    assert words_of(entity(corrected(later, [said]), "Volodymyr Zelensky")) == [
        "Volodymyr Zelensky",
        "Zelensky",
    ]


def test_a_correction_finds_what_an_earlier_one_renamed_and_what_it_is_when_that_is_undone() -> None:
    findings = wire()
    first = Rename(known_as(findings, "Kiev"), "Kyiv")
    then = Retype(known_as(corrected(findings, [first]), "Kyiv"), "organisation")
    assert entity(corrected(findings, [first, then]), "Kyiv").type == "organisation"
    assert entity(corrected(findings, [then]), "Kiev").type == "organisation"


def test_in_any_other_report_a_correction_has_no_place() -> None:
    place = Span(3, 8)
    assert placeless(Remove(Named(("Kiev",)), place)) is None
    assert placeless(Split(Named(("Kiev",)), "Kiev", "Kiev (2)", place)) is None
    assert placeless(Add("Kiev", "place", "Kiev", place)) == Add("Kiev", "place", "Kiev")
    assert placeless(Rename(Named(("Kiev",)), "Kyiv")) == Rename(Named(("Kiev",)), "Kyiv")


# ---------------------------------------------------------------------- any of them

NAMES = ("Anna Lind", "Lind", "Kiev", "Oslo", "UN", "United Nations", "Norwegian", "Norway", "May", "the")
_names = st.sampled_from(NAMES)
_types = st.sampled_from(ENTITY_TYPES)
_named = st.builds(Named, st.lists(_names, max_size=3).map(tuple), st.one_of(st.none(), _types))
_spans = st.one_of(
    st.none(), st.builds(lambda at, size: Span(at, at + size), st.integers(0, 90), st.integers(0, 20))
)
_new_names = st.one_of(_names, st.text(max_size=4))
_corrections: st.SearchStrategy[Correction] = st.one_of(
    st.builds(Rename, _named, _new_names),
    st.builds(Retype, _named, _types),
    st.builds(Merge, _named, _named),
    st.builds(Split, _named, _names, _new_names, _spans),
    st.builds(Remove, _named, _spans),
    st.builds(Add, _new_names, _types, _new_names, _spans),
    st.builds(Confirm, _named, *(2 * [st.lists(_names, max_size=2).map(tuple)])),
)
_found = st.lists(st.tuples(_names, _types), max_size=12)


def is_ordered(findings: Findings) -> bool:
    ranks = [
        (ENTITY_TYPES.index(each.type), -len(each.mentions), each.mentions[0].start)
        for each in findings.entities
    ]
    return ranks == sorted(ranks)


@settings(max_examples=300)
@given(_found, st.lists(_corrections, max_size=6))
def test_whatever_is_said_the_findings_hold_together(
    found: list[tuple[str, EntityType]], said: Sequence[Correction]
) -> None:
    findings = gathered(*found).findings(1, 1)
    now = corrected(findings, said)
    assert is_sound(now)
    assert is_ordered(now)
    # One owner a mention, and each entity says of its own what the text does.
    of_all = sorted(mention for each in now.entities for mention in each.mentions)
    assert of_all == list(now.mentions)
    assert all(now.mentions[at].end <= now.mentions[at + 1].start for at in range(len(now.mentions) - 1))
    assert len({each.id for each in now.entities}) == len(now.entities)
    for each in now.entities:
        assert each.name.strip()
        called = {each.name.casefold(), *(alias.casefold() for alias in each.aliases)}
        assert len(called) == 1 + len(each.aliases)
        assert (
            all(" ".join(plain_name(words).split()).casefold() in called for words in words_of(each))
            or each.origin == "machine"
        )


@given(_found, st.lists(_corrections, max_size=6))
def test_the_same_is_said_of_the_same_findings_always(
    found: list[tuple[str, EntityType]], said: Sequence[Correction]
) -> None:
    findings = gathered(*found).findings(1, 1)
    assert list(corrected(findings, said).entities) == list(corrected(findings, said).entities)


@given(_found, st.lists(_corrections, max_size=4), _corrections)
def test_no_correction_changes_the_machines_findings(
    found: list[tuple[str, EntityType]], said: Sequence[Correction], last: Correction
) -> None:
    """So that undoing one is leaving it out."""
    findings = gathered(*found).findings(1, 1)
    before, columns = corrected(findings, said), list(findings.mentions)
    corrected(findings, [*said, last])
    assert list(findings.mentions) == columns
    assert list(corrected(findings, said).entities) == list(before.entities)


@given(_corrections)
def test_every_correction_is_said_in_words(said: Correction) -> None:
    assert in_words(said)


@pytest.mark.parametrize("said", [Rename(Named(("Anna Name000001",)), "Berta"), Add("Here", "place", "Here")])
def test_correcting_takes_as_long_as_there_are_mentions(said: Correction) -> None:
    def findings(size: int) -> Findings:
        return found_in(text_with(size, size // 4), size // 4)

    assert_linear(findings, lambda found: corrected(found, [said]), 1_000)
