from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.aliases import Use, resolve
from entities.gathering import Gathering
from entities.records import ENTITY_TYPES, Entity, EntityType
from tests.entities.fabricated import gathered
from tests.growth import assert_linear


def entities(*found: tuple[str, EntityType]) -> tuple[Entity, ...]:
    """The entities of mentions with these words, in this order."""
    return gathered(*found).findings(1, 1).entities[:]


def names(*found: tuple[str, EntityType]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.aliases) for one in entities(*found)]


def test_a_surname_goes_with_its_full_name() -> None:
    assert names(("Zelensky", "person"), ("Volodymyr Zelensky", "person"), ("Zelensky's", "person")) == [
        ("Volodymyr Zelensky", ("Zelensky",))
    ]


def test_a_surname_of_two_people_stays_alone() -> None:
    found = names(("Boris Johnson", "person"), ("Johnson", "person"), ("Lindsay Johnson", "person"))
    assert [name for name, _ in found] == ["Boris Johnson", "Johnson", "Lindsay Johnson"]


def test_titles_and_particles_do_not_make_two_people() -> None:
    assert names(("Mr. Zelensky", "person"), ("Volodymyr Zelensky", "person")) == [
        ("Volodymyr Zelensky", ("Mr. Zelensky",))
    ]
    assert names(("Bashar al-Assad", "person"), ("Assad", "person"), ("al-Assad", "person")) == [
        ("Bashar al-Assad", ("Assad", "al-Assad"))
    ]
    assert names(("Ursula von der Leyen", "person"), ("Von der Leyen", "person")) == [
        ("Ursula von der Leyen", ("Von der Leyen",))
    ]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Xi Jinping", "Xi"),
        ("Kim Jong Un", "Kim"),
        ("Mohammed bin Salman", "bin Salman"),
        ("Abdel Fattah el-Sisi", "Sisi"),
        ("Luis Alfonso Escobar", "Escobar"),
        ("Karin de Vries", "De Vries"),
        ("Vladimir Vladimirovich Putin", "Putin"),
        ("Ben Player", "Player"),
        ("Joan Pickering", "Mrs Pickering"),
    ],
)
def test_the_short_name_is_that_of_the_full_one_in_many_languages(full: str, short: str) -> None:
    assert names((full, "person"), (short, "person")) == [(full, (short,))]


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("Xi Jinping", "Jinping"),
        ("Mohammed bin Salman", "Salman"),
        ("Gabriel García Márquez", "García"),
        ("Volodymyr Zelensky", "Zelenskyy"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
        ("Volodymyr Zelensky", "Olena Zelenska"),
        ("Kiev", "Kyiv"),
    ],
)
def test_what_is_not_certain_stays_apart(full: str, other: str) -> None:
    assert len(entities((full, "person"), (other, "person"))) == 2


def test_what_a_rule_merged_is_told_apart_from_what_is_the_same_name() -> None:
    zelensky, agency, russia = entities(
        ("Volodymyr Zelensky", "person"), ("ZELENSKY", "person"), ("President Volodymyr Zelensky", "person"),
        ("IAEA", "organisation"), ("International Atomic Energy Agency", "organisation"),
        ("Russia", "place"), ("Russian", "group"),
    )  # fmt: skip
    assert set(zelensky.aliases) == {"ZELENSKY", "President Volodymyr Zelensky"}
    assert zelensky.inferred == ("ZELENSKY",)
    assert agency.inferred == ("IAEA",)
    assert (russia.aliases, russia.inferred) == (("Russian",), ())


def test_a_first_name_is_not_merged() -> None:
    assert len(entities(("Volodymyr Zelensky", "person"), ("Volodymyr", "person"))) == 2


def test_a_place_called_like_a_person_is_not_merged() -> None:
    assert len(entities(("George Washington", "person"), ("Washington", "place"))) == 2


def test_an_acronym_goes_with_its_name() -> None:
    assert names(("IAEA", "organisation"), ("International Atomic Energy Agency", "organisation")) == [
        ("International Atomic Energy Agency", ("IAEA",))
    ]
    assert names(("E.U.", "organisation"), ("European Union", "organisation")) == [
        ("European Union", ("E.U.",))
    ]
    opcw: tuple[str, EntityType] = ("Organisation for the Prohibition of Chemical Weapons", "organisation")
    assert names(opcw, ("OPCW", "organisation")) == [(opcw[0], ("OPCW",))]


def test_an_acronym_of_two_names_stays_alone() -> None:
    found = entities(("Red Army", "organisation"), ("Rebel Alliance", "organisation"), ("RA", "organisation"))
    assert len(found) == 3


def test_a_demonym_goes_with_its_country_and_stays_a_group() -> None:
    (russia,) = entities(
        ("Russian", "group"), ("Russia's", "place"), ("Russians", "group"), ("Russian", "group")
    )
    assert (russia.name, russia.type, russia.aliases) == ("Russia", "place", ("Russian", "Russians"))
    assert [one.type for one in russia.mentions] == ["group", "place", "group", "group"]
    assert russia.demonyms == ("Russian", "Russians")


def test_a_demonym_alone_speaks_of_the_country() -> None:
    (iran,) = entities(("Iranian", "group"))
    assert (iran.id, iran.name, iran.type, iran.aliases) == ("place:iran", "Iran", "place", ("Iranian",))


def test_the_names_of_a_state_are_one() -> None:
    assert names(("U.S.", "place"), ("American", "group"), ("United States", "place")) == [
        ("United States", ("U.S.", "American"))
    ]


def test_a_capital_is_never_merged_with_its_country() -> None:
    assert (
        len(
            entities(
                ("Kiev", "place"), ("Ukraine", "place"), ("Ukrainian", "group"), ("Kremlin", "organisation")
            )
        )
        == 3
    )


def test_a_group_without_a_country_stays_a_group() -> None:
    (muslim,) = entities(("Muslim", "group"))
    assert (muslim.id, muslim.type) == ("group:muslim", "group")


def test_case_and_line_breaks_do_not_make_two_names() -> None:
    assert names(("ZELENSKY", "person"), ("Zelensky", "person")) == [("Zelensky", ())]
    for broken in ("Red\nCross", "Red\n> Cross"):
        assert names((broken, "organisation"), ("Red Cross", "organisation")) == [("Red Cross", ())]


def test_entities_come_by_type_then_number_then_place_in_the_text() -> None:
    found = entities(
        ("5", "quantity"), ("Moscow", "place"), ("Kiev", "place"), ("Kiev", "place"), ("Odesa", "place"),
        ("Bocharov", "person"),
    )  # fmt: skip
    assert [one.name for one in found] == ["Bocharov", "Kiev", "Moscow", "Odesa", "5"]


def test_ids_are_readable_and_unique() -> None:
    found = entities(
        ("Radiy Khabirov", "person"),
        ("São-Paulo", "place"),
        ("Sao Paulo", "place"),
        ("Київ", "place"),
        ("+", "other"),
    )
    assert sorted(one.id for one in found) == [
        "other:unnamed", "person:radiy-khabirov", "place:sao-paulo", "place:sao-paulo-2", "place:київ",
    ]  # fmt: skip


NAMES = st.sampled_from(
    [
        "Zelensky",
        "Volodymyr Zelensky",
        "Mr. Zelensky",
        "UN",
        "United Nations",
        "Russian",
        "Russia",
        "US",
        "Kiev",
        "'s",
        "van Damme",
        "Jean-Claude van Damme",
        "Damme",
        "Mr.",
        "É",
        "\n",
        "U.N.",
        "Ursula Nowak",
        "5",
        "al-Assad",
        "A. B.",
        " ",
    ]
)


@given(st.lists(st.tuples(st.one_of(NAMES, st.text(min_size=1, max_size=5)), st.sampled_from(ENTITY_TYPES))))
def test_every_mention_is_in_exactly_one_entity(found: list[tuple[str, EntityType]]) -> None:
    findings = gathered(*found).findings(1, 1)
    result = findings.entities
    assert sorted(one for entity in result for one in entity.mentions) == list(findings.mentions)
    for mention, owner in zip(findings.mentions, findings.owners, strict=True):
        assert mention in list(result[owner].mentions)
    for mention, (words, kind) in zip(findings.mentions, found, strict=True):
        assert mention.text == words
        assert mention.type in {kind, "person"}
    assert len({entity.id for entity in result}) == len(result)
    for number, entity in enumerate(result):
        assert result.find(entity.id) == number
        assert entity.mentions
        assert entity.name not in entity.aliases
        assert list(entity.mentions) == sorted(entity.mentions)
    order = [(ENTITY_TYPES.index(one.type), -len(one.mentions), one.mentions[0].start) for one in result]
    assert order == sorted(order)


@given(st.dictionaries(st.tuples(st.sampled_from(ENTITY_TYPES), NAMES), st.integers(1, 3)), st.randoms())
def test_the_order_of_the_uses_does_not_matter(
    found: dict[tuple[EntityType, str], int], chance: random.Random
) -> None:
    given_ = [Use(*name, times, at) for at, (name, times) in enumerate(found.items())]
    mixed = given_.copy()
    chance.shuffle(mixed)
    assert resolve(mixed) == resolve(given_)


@given(st.lists(st.tuples(NAMES, st.sampled_from(ENTITY_TYPES))), st.integers(0, 20))
def test_the_order_in_which_blocks_are_read_does_not_matter(
    found: list[tuple[str, EntityType]], first: int
) -> None:
    in_order = gathered(*found).findings(1, 1)
    from_the_middle = Gathering(in_order.mentions.text)
    # The types that the model gave, not those that were agreed on in the end.
    mentions = [(each, kind) for each, (_, kind) in zip(in_order.mentions, found, strict=True)]
    for mention, kind in [*mentions[first:], *mentions[:first]]:
        from_the_middle.add(mention.start, mention.end, kind)
    assert from_the_middle.findings(1, 1) == in_order


@pytest.mark.parametrize("mentions_of_a_name", [1, 4, 20])
def test_the_time_grows_with_the_number_of_mentions(mentions_of_a_name: int) -> None:
    def many(size: int) -> Gathering:
        chance = random.Random(1)
        names = size // mentions_of_a_name
        return gathered(*(
            (f"{chance.choice('ABCDE')}na Name{chance.randrange(names)}", chance.choice(ENTITY_TYPES[:3]))
            for _ in range(size)
        ))  # fmt: skip

    assert_linear(many, lambda gathering: gathering.findings(1, 1), 500)


def test_many_names_that_begin_alike_are_linear_and_have_ids_of_their_own() -> None:
    def alike(size: int) -> Gathering:
        return gathered(*((f"{'Committee ' * 12}number{number}", "organisation") for number in range(size)))

    assert_linear(alike, lambda gathering: gathering.findings(1, 1), 250)
    found = alike(300).findings(1, 1).entities
    assert len({each.id for each in found}) == 300
