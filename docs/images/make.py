"""Draw the picture of the README from the program itself: `python docs/images/make.py`.

Opens the report in `seeds/` with a store of its own, tags a few statements, waits for the names, and
saves the screen as SVG.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from reports.loading import open_file
from tui.app import ReaderApp
from tui.screens.reader import ReaderScreen
from tui.settings import Settings

FOLDER = Path(__file__).parent
SEED = FOLDER.parents[1] / "seeds" / "soldiers-remains-handover.txt"
SIZE = (120, 40)
SENTENCES = {1: "o", 2: "o", 4: "u", 9: "uc", 10: "uco", 11: "uo", 13: "u", 14: "c", 15: "c"}
SOURCES = {1: "officials", 2: "POW staff", 4: "bloggers", 10: "Volodymyr Zelensky", 11: "Volodymyr Zelensky"}


async def tag(screen: ReaderScreen) -> None:
    """Tag sentences by their numbers, and some words inside one; stop at that one."""
    from annotations.records import Attribution
    from reports.document import Span

    reading, editor = screen.reading, screen.reading.editor
    assert editor is not None
    for number, keys in SENTENCES.items():
        reading.go(reading.sentences.span(number - 1).start)
        for key in keys:
            found = editor.tag_set.by_key(key)
            assert found is not None
            reading.tag(found.id)
        if number in SOURCES and reading.current is not None:
            editor.set_attribution(reading.current.id, [Attribution(SOURCES[number])])
    text = screen.report.text
    start, end = text.index("about 160 square"), text.index("were recaptured") + len("were recaptured")
    inner = editor.toggle_tag(Span(start, end), "contested", start)
    editor.set_note(inner.edits[0].id, "no village is named")
    reading.go(reading.sentences.span(10).start)
    screen.views.annotations_changed()
    screen.views.article.scroll_to_row(screen.views.article.rows.row_at(reading.sentences.span(8).start))
    screen.show()


async def draw(theme: str) -> str:
    """The screen as SVG, without fonts from elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database=Path(folder) / "annotations.json", theme=theme, cache=Path(folder) / "cache"
        )
        app = ReaderApp(settings, [str(SEED)], open_file(SEED))
        async with app.run_test(size=SIZE) as pilot:
            screen = app.screen
            assert isinstance(screen, ReaderScreen)
            while (
                screen.reading.editor is None
                or screen.state.entities.findings is None
                or not screen.state.entities.findings.complete
            ):
                await pilot.pause(0.1)
            await tag(screen)
            await pilot.pause(0.5)
            svg = app.export_screenshot(title="report-reader")
        if app.session is not None:
            app.session.close()
    # Some viewers fold blanks at the ends of a run, as XML allows them to.
    svg = svg.replace("<svg class=", '<svg xml:space="preserve" class=', 1)
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def main() -> None:
    """Write both pictures, as a terminal with all colours shows them."""
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    for name, theme in (("reader", "night"), ("reader-paper", "paper")):
        (FOLDER / f"{name}.svg").write_text(asyncio.run(draw(theme)), encoding="utf-8")


if __name__ == "__main__":
    main()
