from __future__ import annotations

import random

import pytest

from entities.gathering import Gathering
from entities.records import EntityType
from tests.growth import assert_linear


def read(text: str, *found: tuple[str, EntityType]) -> list[str]:
    """The mentions of a text as `words|type`, when these were found where they first stand."""
    gathering = Gathering(text)
    for words, kind in found:
        start = text.index(words)
        gathering.add(start, start + len(words), kind)
    gathering.add_repeats()
    return [f"{one.text}|{one.type}" for one in gathering.findings(1, 1).mentions]


def test_a_name_that_was_found_once_is_found_wherever_it_stands() -> None:
    text = "Vadim Filashkin spoke in Pokrovsk. Filashkin left. Pokrovsk's mayor stayed with Vadim Filashkin"
    assert read(text, ("Vadim Filashkin", "person"), ("Pokrovsk", "place")) == [
        "Vadim Filashkin|person",
        "Pokrovsk|place",
        "Filashkin|person",
        "Pokrovsk|place",
        "Vadim Filashkin|person",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Reading is in England. The Reading Railroad",
        "Reading is in England. In New Reading",
        "Reading is in England. The reading of it",
        "Reading is in England. See reading.example/Reading and @Reading and Reading-Berks",
    ],
)
def test_part_of_another_name_is_left_alone(text: str) -> None:
    assert read(text, ("Reading", "place")) == ["Reading|place"]


def test_a_short_word_is_not_looked_for_elsewhere() -> None:
    assert read("An of Hanoi met An. Then An left", ("An", "person")) == ["An|person"]


def test_a_surname_alone_is_a_person_whatever_the_model_took_it_for() -> None:
    text = "Joan Pickering saw it. Pickering ran"
    assert (
        read(text, ("Joan Pickering", "person"), ("Pickering ran", "organisation"))[1] != "Pickering|person"
    )
    gathering = Gathering("Joan Pickering Pickering")
    gathering.add(0, 14, "person")
    gathering.add(15, 24, "organisation")
    (entity,) = gathering.findings(1, 1).entities
    assert (entity.name, entity.aliases, entity.inferred) == (
        "Joan Pickering",
        ("Pickering",),
        ("Pickering",),
    )
    assert [one.type for one in entity.mentions] == ["person", "person"]


def test_a_place_that_is_also_a_surname_stays_a_place() -> None:
    text = "George Washington lived; in Washington it rains"
    assert read(text, ("George Washington", "person"), ("Washington it", "place")) == [
        "George Washington|person",
        "Washington it|place",
    ]
    assert read("Denzel Washington met us in Washington", ("Denzel Washington", "person"))[1:] == [
        "Washington|person"
    ]


def test_numbers_and_dates_are_not_looked_for_elsewhere() -> None:
    assert read("On Thursday 12 men. Thursday came", ("Thursday", "date"), ("12", "quantity")) == [
        "Thursday|date",
        "12|quantity",
    ]


@pytest.mark.parametrize("names", [1, 50])
def test_the_time_grows_with_the_text(names: int) -> None:
    def many(size: int) -> Gathering:
        chance = random.Random(1)
        lines = [f"then Committee {'Name ' * 6}{chance.randrange(size // names)} sat" for _ in range(size)]
        text = "\n".join(lines)
        gathering, start = Gathering(text), 0
        for line in lines:
            gathering.add(start + 5, start + len(line) - 4, "organisation")
            start += len(line) + 1
        return gathering

    def run(gathering: Gathering) -> None:
        # As the first time: what it adds is not there the next time it is asked.
        Gathering.add_repeats(gathering)

    assert_linear(many, run, 400)
