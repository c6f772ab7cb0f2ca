"""Correcting entities in the running reader: the keys of their pane, and words that name something."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from annotations.editor import ReportEditor
from annotations.operations import Operation
from annotations.store import AnnotationStore
from entities.correcting.corrections import Named, Rename
from entities.finding.finder import Found, Unavailable
from entities.gathering import Gathering
from entities.records import Findings
from tests.entities.fabricated import found_in, text_with
from tui.messages import EntityNews
from tui.settings import Settings
from tui.state import Claimed


@pytest.fixture(autouse=True)
def resolved(model_says: Callable[..., None], findings: Findings) -> None:
    """The mentions of the seed, made entities of by the rules, which infer what they infer."""
    gathering = Gathering(findings.mentions.text)
    for mention in findings.mentions:
        gathering.add(mention.start, mention.end, mention.type)
    model_says(Found(gathering.findings(1, 1)))


async def at_entity(reader: Any, name: str) -> None:
    """The pane of the entities, the cursor on the one that is called so."""
    await reader.until(lambda: reader.state_of_entities.findings is not None)
    if reader.focused != "entities":
        await reader.press("f2")
    number = reader.state_of_entities.entities.named(name)
    key = f"entity:{reader.state_of_entities.entities[number].id}"
    await reader.press("g")
    await reader.until(lambda: reader.screen.views.entities.cursor_key)
    for _ in range(80):
        if reader.screen.views.entities.cursor_key == key:
            return
        await reader.press("j")
    raise AssertionError(name)


def names(reader: Any) -> set[str]:
    return {each.name for each in reader.state_of_entities.entities}


def called(reader: Any, name: str) -> Any:
    (found,) = (each for each in reader.state_of_entities.entities if each.name == name)
    return found


async def clear(reader: Any) -> None:
    """Empty the field that is open."""
    await reader.press("end", "ctrl+u")


async def test_an_entity_is_renamed_and_z_takes_it_back(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Volodymyr Zelensky")
        await reader.press("r")
        await clear(reader)
        await reader.type("Volodymyr Zelenskyy")
        await reader.press("enter")
        renamed = called(reader, "Volodymyr Zelenskyy")
        assert (renamed.origin, "Volodymyr Zelensky" in renamed.aliases) == ("corrected", True)
        assert "renamed Volodymyr Zelensky → Volodymyr Zelenskyy" in reader.line("target")
        assert "z undo" in reader.line("target")
        assert reader.screen.views.entities.cursor_key == f"entity:{renamed.id}"
        assert reader.in_pane("entities", "Zelenskyy")
        await reader.press("z")
        assert "Volodymyr Zelensky" in names(reader)
        assert reader.screen.views.entities.cursor_key.endswith("zelensky")


async def test_escape_in_the_line_that_asks_changes_nothing(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        for key in ("r", "t", "equals_sign", "minus", "x"):
            await reader.press(key)
            assert reader.asking
            await reader.press("escape")
        assert not reader.editor.corrections.said


async def test_where_nothing_is_called_as_typed_the_line_says_why_enter_takes_nothing(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        await reader.press("t")
        await reader.type("settlement")
        await reader.press("enter")
        assert reader.asking
        assert any("nothing to choose is called so" in row for row in reader.rows())
        await clear(reader)
        assert not any("nothing to choose is called so" in row for row in reader.rows())


async def test_an_entity_gets_another_type_and_the_cursor_goes_with_it(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        await reader.press("t")
        await reader.type("organ")
        await reader.press("enter")
        assert called(reader, "Kiev").type == "organisation"
        assert "Kiev: organisation" in reader.line("target")
        assert reader.screen.views.entities.cursor_key == f"entity:{called(reader, 'Kiev').id}"
        assert reader.in_pane("entities", "Kiev")


async def test_what_goes_to_a_folded_group_is_in_sight_all_the_same(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Gazprom")
        await reader.press("t")
        await reader.type("percent")
        await reader.press("enter")
        assert reader.in_pane("entities", "Gazprom")


async def test_an_entity_is_the_same_as_another(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        await reader.press("enter", "equals_sign")
        await reader.type("Ukraine")
        await reader.press("enter")
        assert "Kiev" not in names(reader)
        assert "Kiev" in called(reader, "Ukraine").aliases
        # What was chosen stays chosen, and its mentions are the trail.
        assert reader.state_of_entities.chosen == called(reader, "Ukraine").id
        assert len(reader.reading.trail) == len(called(reader, "Ukraine").mentions)


async def test_a_name_is_split_off_what_it_is_not_of(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Volodymyr Zelensky")
        await reader.press("minus")
        await reader.type("Zelensky")
        await reader.press("enter")
        assert len(called(reader, "Zelensky").mentions) == 4
        assert len(called(reader, "Volodymyr Zelensky").mentions) == 2
        await reader.press("z")
        assert len(called(reader, "Volodymyr Zelensky").mentions) == 6


async def test_the_mention_under_the_caret_is_split_off_alone(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        await reader.press("enter", "n", "minus")
        assert "only here" in "\n".join(reader.rows())
        await reader.press("enter")
        assert len(called(reader, "Kiev (2)").mentions) == 1
        assert len(called(reader, "Kiev").mentions) == 3


async def test_there_is_nothing_to_split_off_a_single_mention(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Gazprom")
        await reader.press("minus")
        assert not reader.asking
        assert "one mention; there is nothing to split off" in reader.line("target")


async def test_what_is_no_entity_goes_whole_or_at_one_place(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        await reader.press("enter", "x", "down", "enter")
        assert len(called(reader, "Kiev").mentions) == 3
        assert "not Kiev: one mention" in reader.line("target")
        await reader.press("x", "enter")
        assert "Kiev" not in names(reader)
        assert reader.state_of_entities.chosen == ""
        assert reader.reading.trail is None
        await reader.press("z", "z")
        assert len(called(reader, "Kiev").mentions) == 4


async def test_a_question_mark_stands_behind_what_is_inferred_until_it_is_confirmed(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Volodymyr Zelensky")
        await reader.press("enter")
        assert reader.in_pane("annotations", "also").endswith("Zelensky ?")
        assert "! sure" in reader.line("keys")
        await reader.press("exclamation_mark", "enter")
        assert reader.in_pane("annotations", "also").endswith("Zelensky")
        assert "?" not in reader.in_pane("annotations", "role")
        assert "! sure" not in reader.line("keys")
        assert called(reader, "Volodymyr Zelensky").origin == "machine"
        await reader.press("exclamation_mark")
        assert "Nothing of it is only inferred." in reader.line("target")


async def test_the_card_says_who_says_so(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Gazprom")
        await reader.press("enter")
        assert "machine · 1 mention" in reader.in_pane("annotations", "from")
        await reader.press("r")
        await clear(reader)
        await reader.type("GAZPROM")
        await reader.press("enter")
        assert "corrected by" in reader.in_pane("annotations", "from")
        assert reader.pane("entities")[-1].split() == ["by", "you", "1", "│"]


async def test_selected_words_are_made_an_entity_wherever_they_stand(opened: Any) -> None:
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        at = reader.text.index("front line")
        reader.reading.go(at)
        await reader.press("v", "w", "w")
        assert "& entity" in reader.line("keys")
        await reader.press("ampersand")
        await reader.type("place")
        await reader.press("enter")
        made = called(reader, "front line")
        assert (made.type, made.origin) == ("place", "analyst")
        assert len(made.mentions) == reader.text.count("front line")
        assert reader.reading.selection is None
        await reader.press("z")
        assert "front line" not in names(reader)


async def test_selected_words_join_an_entity_that_is_there(opened: Any) -> None:
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        reader.reading.go(reader.text.index("his troops"))
        await reader.press("v", "e", "ampersand")
        await reader.type("Volodymyr")
        await reader.press("enter")
        zelensky = called(reader, "Volodymyr Zelensky")
        assert "his" in zelensky.aliases
        assert zelensky.origin == "corrected"


async def test_without_selected_words_the_key_says_what_comes_first(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("ampersand")
        assert "v selects the words of a name" in reader.line("target")


async def test_ctrl_r_in_the_line_lets_it_hold_in_all_reports(opened: Any, report_of: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        await reader.press("r", "ctrl+r")
        assert "in ALL reports" in "\n".join(reader.rows())
        await clear(reader)
        await reader.type("Kyiv")
        await reader.press("enter")
        assert "renamed Kiev → Kyiv in all reports" in reader.line("target")
        await reader.saved()
    other = report_of("Nobody was in Kiev. It was late.")
    async with opened(other) as reader:
        assert [each.to for each in reader.editor.corrections.said] == ["Kyiv"]


async def test_one_mention_cannot_hold_in_all_reports(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        await reader.press("enter", "x", "down", "ctrl+r", "enter")
        assert "this report only" in reader.line("target")
        assert not reader.editor.corrections.said


async def test_corrections_hold_when_the_report_is_opened_again(opened: Any) -> None:
    async with opened() as reader:
        await at_entity(reader, "Kiev")
        await reader.press("x", "enter")
        await reader.saved()
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        assert "Kiev" not in names(reader)


async def test_what_was_added_stands_there_without_a_model(
    opened: Any, model_says: Callable[..., None]
) -> None:
    model_says(Unavailable("No language model is installed."))
    async with opened() as reader:
        reader.reading.go(reader.text.index("front line"))
        await reader.press("v", "w", "w", "ampersand", "enter")
        assert names(reader) == {"front line"}
        assert reader.in_pane("entities", "front line")


async def test_a_large_report_is_corrected_beside_the_keyboard(
    opened: Any, report_of: Any, model_says: Callable[..., None]
) -> None:
    report = report_of(text_with(3_000, 50))
    model_says(Found(found_in(report.text, 50)))
    async with opened(report) as reader:
        await at_entity(reader, "Anna Name000001")
        await reader.press("x", "enter")
        assert "not an entity: Anna Name000001" in reader.line("target")
        await reader.until(lambda: "Anna Name000001" not in names(reader))
        assert not reader.state_of_entities.correcting


async def test_what_is_found_while_a_correction_is_applied_is_corrected_too(
    opened: Any, report_of: Any, model_says: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = report_of(text_with(3_000, 50))
    model_says(Found(found_in(report.text, 50)))
    async with opened(report) as reader:
        screen, run, held = reader.screen, reader.screen.run_worker, []

        def hold(work: Any, **how: Any) -> Any:
            return held.append(work) if how.get("name") == "correct the entities" else run(work, **how)

        await at_entity(reader, "Anna Name000001")
        monkeypatch.setattr(screen, "run_worker", hold)
        # The finder's thread made this ready before anything was said.
        more = Found(found_in(report.text, 50))
        news = EntityNews(more, screen.shown_of(more.findings, None), Claimed.read(b"", 1))
        await reader.press("x", "enter", "f2", "E")
        assert "still being applied" in reader.line("target")
        screen.post_message(news)
        await reader.until(lambda: reader.state_of_entities.findings is more.findings)
        held.pop()()
        await reader.until(lambda: held)
        assert reader.state_of_entities.correcting
        held.pop()()
        await reader.until(lambda: "Anna Name000001" not in names(reader))
        assert not held
        assert not reader.state_of_entities.correcting


async def test_what_another_program_says_of_entities_is_shown(opened: Any, settings: Settings) -> None:
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        await reader.press("u")
        await reader.saved()
        editor = reader.editor
        store = AnnotationStore.open(settings.database)
        operations: list[Operation] = []
        other = ReportEditor(
            editor.report,
            editor.record,
            author="ann",
            now=lambda: "2026-11-22T10:00:00Z",
            new_id=map(str, count()).__next__,
            submit=operations.append,
        )
        other.correct(Rename(Named(("Kiev",)), "Kyiv"), 0)
        store.write(operations)
        store.close()
        await reader.until(lambda: "Kyiv" in names(reader))


async def test_the_keys_of_an_entity_say_when_there_is_none(opened: Any) -> None:
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        await reader.press("f2", "g")
        await reader.press("r")
        assert "on no entity" in reader.line("target")
