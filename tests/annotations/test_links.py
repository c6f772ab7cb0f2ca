"""What a recorded source is linked to, whatever became of the ids since."""

from __future__ import annotations

from annotations.links import EntityLinks
from annotations.records import Attribution, Place
from entities.correcting.applying import corrected
from entities.correcting.corrections import Merge, Named, Remove, Rename, Split
from entities.records import EntityType, Findings
from tests.entities.fabricated import gathered

WIRE: tuple[tuple[str, EntityType], ...] = (
    ("Volodymyr Zelensky", "person"),
    ("Zelensky", "person"),
    ("Kiev", "place"),
    ("Ukraine", "place"),
)
ZELENSKY = Attribution("Volodymyr Zelensky", "person:volodymyr-zelensky")


def wire() -> Findings:
    return gathered(*WIRE).findings(1, 1)


def test_a_source_keeps_its_entity_when_that_is_renamed() -> None:
    now = corrected(wire(), [Rename(Named(("Volodymyr Zelensky",)), "V. Zelenskyy")])
    assert EntityLinks(now).entity_of(ZELENSKY) == "person:v-zelenskyy"


def test_a_source_is_the_entity_that_its_own_was_found_to_be_the_same_as() -> None:
    now = corrected(wire(), [Merge(Named(("Kiev",)), Named(("Ukraine",)))])
    assert EntityLinks(now).entity_of(Attribution("Kiev", "place:kiev")) == "place:ukraine"


def test_a_source_goes_with_the_words_where_it_stands() -> None:
    now = corrected(wire(), [Split(Named(("Volodymyr Zelensky",)), "Zelensky", "Zelensky")])
    there = Attribution("Volodymyr Zelensky", "person:volodymyr-zelensky", Place(19, 27))
    assert EntityLinks(now).entity_of(there) == "person:zelensky"
    assert EntityLinks(now).entity_of(ZELENSKY) == "person:volodymyr-zelensky"


def test_a_source_that_names_nothing_any_more_has_no_link() -> None:
    now = corrected(wire(), [Remove(Named(("Kiev",)))])
    assert EntityLinks(now).entity_of(Attribution("Kiev", "place:kiev")) is None


def test_a_source_that_was_never_linked_is_not() -> None:
    assert EntityLinks(wire()).entity_of(Attribution("Kiev")) is None


def test_a_source_is_found_by_its_words_under_the_ids_of_another_model() -> None:
    later = gathered(("Kiev", "organisation"), ("Kiev", "organisation")).findings(1, 1)
    assert EntityLinks(later).entity_of(Attribution("Kiev", "place:kiev")) == "organisation:kiev"
