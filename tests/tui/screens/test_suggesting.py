"""Suggestions in the running reader: rule 6."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotations.store import AnnotationStore
from claims.records import Claims
from entities.finding.finder import Found, Progress, Unavailable
from entities.records import Findings
from tui.messages import EntityNews, Shown
from tui.panes.entities import Listing
from tui.settings import Settings
from tui.state import Claimed

pytestmark = pytest.mark.usefixtures("suggesting")

FIRST = "Kiev — Moscow has handed"
SECOND = "Kiev received 1,000 fall"


async def test_a_suggestion_is_a_question_mark_beside_its_sentence_and_never_a_letter(opened: Any) -> None:
    async with opened() as reader:
        rows = reader.pane("article")
        assert rows[0].startswith("▌  ?  Kiev — Moscow")
        assert rows[1].startswith("▌  ┊  ")
        await reader.until(lambda: "22 suggested" in reader.line("header"))


async def test_enter_takes_all_that_is_suggested_with_its_source_and_goes_on(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("enter")
        assert reader.marked == {FIRST: ("official-claim",)}
        (made,) = reader.editor.index
        assert [each.text for each in made.attribution] == ["officials", "Volodymyr Zelensky"]
        assert reader.reading.sentence_number == 1
        await reader.until(lambda: "21 suggested" in reader.line("header"))
        await reader.press("z")
        assert reader.marked == {}
        assert reader.reading.sentence_number == 0
        await reader.until(lambda: "22 suggested" in reader.line("header"))


async def test_s_stops_once_a_sentence_and_goes_back_with_S(opened: Any) -> None:
    async with opened() as reader:
        stops = []
        for _ in range(4):
            await reader.press("s")
            stops.append(reader.reading.sentence_number)
        assert stops == [1, 3, 8, 9]
        await reader.press("S")
        assert reader.reading.sentence_number == 8


async def test_backspace_dismisses_and_goes_on_and_that_is_kept(opened: Any, settings: Settings) -> None:
    async with opened() as reader:
        await reader.press("backspace")
        assert reader.marked == {}
        assert reader.reading.sentence_number == 1
        assert "dismissed official claim" in reader.line("target")
        await reader.saved()
    async with opened() as reader:
        await reader.until(lambda: "21 suggested" in reader.line("header"))
        assert reader.reading.deciding.suggestions.at(0) is None


async def test_a_tag_key_takes_just_that_tag_with_its_source_and_stays(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("s", "s", "s", "u")
        (made,) = reader.editor.index
        assert made.tags == ("unverified",)
        assert reader.reading.sentence_number == 8
        assert reader.reading.deciding.tags_here == ("official-claim",)


async def test_a_tag_that_is_not_suggested_is_added_without_a_source(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("c")
        (made,) = reader.editor.index
        assert (made.tags, made.attribution) == (("contested",), ())
        assert reader.reading.deciding.tags_here == ("official-claim",)


async def test_while_selecting_enter_takes_it_on_the_selected_words(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("v", "w", "w", "enter")
        (made,) = reader.editor.index
        assert made.spans[0].exact == "Kiev — Moscow"
        assert made.tags == ("official-claim",)
        assert reader.reading.selection is None
        assert reader.reading.sentence_number == 1


async def test_nothing_is_taken_that_is_not_on_the_screen(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        reader.screen.views.article.scroll_rows(60)
        await reader.pilot.pause()
        await reader.press("enter")
        assert reader.marked == {}
        await reader.press("enter")
        assert reader.marked == {FIRST: ("official-claim",)}


async def test_enter_where_nothing_is_suggested_says_so(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j", "j", "enter")
        assert "Nothing is suggested here" in reader.line("target")
        assert reader.marked == {}


async def test_after_the_last_one_it_is_said_how_many_sentences_have_no_tag(opened: Any) -> None:
    async with opened() as reader:
        for _ in range(22):
            await reader.press("enter")
        assert "No suggestion is left; 11 sentences without a tag" in reader.line("target")
        assert not reader.screen.views.target.alarm
        assert "suggested" not in reader.line("header")


async def test_enter_keeps_borders_before_it_takes_anything(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("c", "]", "v", "h", "enter")
        (made,) = reader.editor.index
        assert made.tags == ("contested",)


async def test_a_better_model_does_not_bring_back_what_was_decided(
    opened: Any, model_says: Callable[..., None], findings: Findings, claims_of_seed: Any
) -> None:
    async with opened() as reader:
        await reader.press("enter", "backspace", "x")
        await reader.saved()
    model_says(Found(findings, claims_of_seed.to_bytes()))
    async with opened() as reader:
        await reader.until(lambda: "20 suggested" in reader.line("header"))


async def test_what_was_taken_is_in_the_store_as_a_decision(opened: Any, settings: Settings) -> None:
    async with opened() as reader:
        await reader.press("enter")
        await reader.saved()
        record = reader.editor.record
    (decision,) = AnnotationStore.open(Path(settings.database)).decisions(record.id)
    assert decision.accepted == ("official-claim",)


# ---------------------------------------------------------------------- what is drawn


async def test_the_strip_has_a_question_mark_for_a_suggestion_and_a_square_once_it_is_taken(
    opened: Any,
) -> None:
    async with opened(size=(120, 60)) as reader:
        strip = reader.pane("overview")
        assert strip[0] == "?"
        await reader.press("enter")
        assert reader.pane("overview")[0] == "▪"


class Painted:
    """The rows of the article that are painted anew while this is looked at, by their first words."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.rows: set[str] = set()
        self._make = reader.article.make_strip
        reader.article.make_strip = self._made

    def _made(self, row: Any) -> Any:
        if not isinstance(row, int):
            self.rows.add(self._reader.text[row.start : row.start + 12])
        return self._make(row)

    async def by(self, act: Callable[[], Any]) -> set[str]:
        """Those that this leads to."""
        self.rows.clear()
        found = act()
        if found is not None:
            await found
        await self._reader.pilot.pause()
        return set(self.rows)


async def test_taking_one_paints_its_rows_and_those_the_caret_goes_to_and_no_others(opened: Any) -> None:
    async with opened() as reader:
        painted = Painted(reader)
        rows = await painted.by(lambda: reader.press("enter"))
        at = {reader.reading.sentences.at(reader.text.index(row)) for row in rows}
        assert at == {0, 1}


async def test_a_tag_on_some_words_takes_the_question_marks_of_the_whole_sentence(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("w", "v", "e", "o")
        assert reader.pane("article")[1].startswith("▌     ")


async def test_a_snapshot_paints_only_the_rows_whose_suggestions_differ(
    opened: Any, findings: Findings, claims_of_seed: Any
) -> None:
    async with opened() as reader:
        painted = Painted(reader)

        def tell(claims: Claims) -> None:
            found = Found(findings, claims.to_bytes())
            claimed = Claimed.read(found.beside, len(reader.text))
            reader.screen.on_entity_news(EntityNews(found, Shown(findings, (), Listing(findings)), claimed))

        assert await painted.by(lambda: tell(claims_of_seed)) == set()
        without_second = [each for each in claims_of_seed if each.sentence.start != reader.text.index(SECOND)]
        rows = await painted.by(lambda: tell(Claims.of(without_second)))
        assert {reader.reading.sentences.at(reader.text.index(row)) for row in rows} == {1}


async def test_what_is_dismissed_far_from_the_caret_is_painted_anew_too(opened: Any) -> None:
    async with opened() as reader:
        deciding = reader.reading.deciding
        second = deciding.suggestions.at(reader.text.index(SECOND))
        reader.screen.edit(lambda: deciding.dismiss_all([second]))
        await reader.pilot.pause()
        assert "?" not in reader.in_pane("article", SECOND)


# ---------------------------------------------------------------------- where it is shown


async def test_in_the_pane_it_is_taken_and_dismissed_with_a_click_or_enter(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("s", "s", "s")

        async def click(words: str) -> None:
            row = next(at for at, each in enumerate(reader.pane("annotations")) if words in each)
            await reader.pilot.click("#annotations", offset=(6, row))

        await click("? official claim")
        (made,) = reader.editor.index
        assert made.tags == ("official-claim",)
        assert [each.text for each in made.attribution] == ["Volodymyr Zelensky"]
        assert reader.reading.sentence_number == 8
        await click("take it")
        assert reader.editor.index.get(made.id).tags == ("unverified", "official-claim")
        assert reader.reading.sentence_number == 9
        await click("dismiss both")
        assert len(reader.editor.index) == 1
        assert reader.reading.sentence_number == 10
        await click("take both")
        await reader.press("enter", "enter")
        assert len(reader.editor.index) == 4


async def test_a_click_on_a_derived_one_shows_the_sentence_it_comes_from(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("s", "s", "s")
        row = next(at for at, each in enumerate(reader.pane("annotations")) if "“Zelensky's" in each)
        await reader.pilot.click("#annotations", offset=(6, row))
        assert reader.reading.sentence_number == 12
        assert reader.focused == "article"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((120, 40), "▸? official claim"),
        ((80, 24), "▸? official claim   who Volodymyr Zelensky · cue “claims”"),
        ((60, 20), "▸?u ?o who: Volodymyr Zelensky · enter take"),
    ],
)
async def test_every_window_says_what_is_suggested_here_and_which_key_takes_it(
    opened: Any, size: tuple[int, int], shown: str
) -> None:
    async with opened(size=size) as reader:
        await reader.press("s", "s", "s")
        screen = reader.rows()
        assert any(shown in row for row in screen)
        assert any("SUGGESTED HERE" in row and "22 left" in row for row in screen) == (size[0] > 60)
        assert reader.line("keys").startswith(" enter take  bksp dismiss  s next")
        await reader.press("enter")
        assert len(reader.marked) == 1


# ---------------------------------------------------------------------- what the keys say and leave alone


async def test_of_a_selection_that_reaches_out_of_sight_nothing_is_taken(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("v", "G", "enter")
        assert reader.marked == {}
        assert "Not all that is suggested for these words is in sight" in reader.line("target")


async def test_a_tag_key_on_such_a_selection_tags_it_and_takes_no_source_from_out_of_sight(
    opened: Any,
) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("v", "G", "o")
        (annotation,) = reader.editor.index
        assert (annotation.tags, annotation.attribution) == (("official-claim",), ())
        assert not len(reader.editor.decisions)


async def test_only_the_article_says_that_enter_takes_what_is_suggested(opened: Any) -> None:
    async with opened() as reader:
        assert "enter takes official claim" in reader.line("target")
        for pane in ("f2", "f3"):
            await reader.press(pane)
            await reader.pilot.pause()
            assert reader.line("target").startswith(" ▸ sentence 1 · no tag ")
            assert "enter" not in reader.line("target")
            await reader.press(pane)
        assert "enter takes official claim" in reader.line("target")


async def test_undo_and_redo_of_what_was_decided_go_there_and_say_what(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("enter", "backspace", "G", "z")
        assert reader.reading.sentence_number == 1
        assert "undone: dismissed official claim" in reader.line("target")
        await reader.press("G", "z")
        assert reader.reading.sentence_number == 0
        assert "undone: + official claim · who: officials" in reader.line("target")
        await reader.press("G", "Z")
        assert reader.reading.sentence_number == 0
        assert "redone: + official claim · who: officials" in reader.line("target")


async def test_the_history_tells_what_was_taken_and_dismissed(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("enter", "backspace", "H")
        await reader.until(
            lambda: any("suggestion dismissed: official claim" in row for row in reader.rows())
        )
        shown = [row[33:] for row in reader.rows()]
        assert shown[shown.index("suggestion dismissed: official claim") - 1].startswith(f"on “{SECOND}")
        assert shown[shown.index("suggestion taken: official claim") - 1].startswith(
            "+ who says it: officials"
        )


async def test_while_a_search_is_on_s_goes_to_suggestions_and_n_on_along_the_hits(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("slash")
        await reader.type("Volgograd")
        await reader.press("enter")
        hit = reader.reading.sentence_number
        await reader.press("s")
        assert reader.reading.sentence_number > hit
        assert reader.reading.deciding.here
        assert reader.reading.trail is not None
        await reader.press("n")
        assert reader.reading.trail_place is not None


async def test_before_anything_was_found_s_says_how_far_the_report_is_read(
    opened: Any, model_says: Callable[..., None]
) -> None:
    model_says(Progress(3, 24))
    async with opened() as reader:
        for key in ("s", "S", "enter", "backspace"):
            await reader.press(key)
            assert "Nothing is suggested yet: 3 of 24 blocks are read." in reader.line("target")


async def test_without_a_model_s_says_why_there_is_nothing(
    opened: Any, model_says: Callable[..., None]
) -> None:
    model_says(Unavailable("The language model is not installed."))
    async with opened() as reader:
        await reader.press("s")
        assert "The language model is not installed." in reader.line("target")


async def test_where_nobody_says_anything_that_is_what_s_says(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Found(findings, Claims.of([]).to_bytes()))
    async with opened() as reader:
        await reader.press("s")
        assert "No sentence says who says it, so nothing is suggested." in reader.line("target")


@pytest.mark.parametrize("look", ["night", "paper", "plain"])
async def test_in_every_look_the_cue_is_slanted_and_the_sign_is_a_question_mark(
    opened: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    if look == "plain":
        monkeypatch.setenv("NO_COLOR", "1")
    theme = "" if look == "plain" else look
    async with opened(settings=replace(settings, theme=theme)) as reader:
        row = next(row for row in reader.painted() if any("Russian military" in text for text, _ in row))
        assert any(text.strip() == "?" for text, _ in row)
        slanted = [text for row in reader.painted() for text, style in row if "italic" in style.split()]
        assert "has not been officially confirmed" in " ".join(" ".join(slanted).split())
        await reader.press("s", "s", "backspace")
        slanted = [text for row in reader.painted() for text, style in row if "italic" in style.split()]
        assert "confirmed" not in " ".join(slanted)
