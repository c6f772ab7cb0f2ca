"""`+` and `-` on every kind of block, at the ends of a text, and in scripts without blanks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reports.loading import load_bytes
from reports.sentences import SentenceIndex
from tui.reading.selecting import Selecting

DOCUMENT = """\
Before all headings, a word. Another one.

# Claims, and answers

Officials said, on Monday, that it fell. Nobody saw it.

- First item, with a clause. It goes on.

> He wrote: it is over. He left.

```
one = 1
two = 2
```

| who | what |
| --- | --- |
| Kiev | denies it, firmly |

## Inner part

The end, says Bob
"""
JAPANESE = "大統領は、戦争が終わったと述べた。軍は否定した。\n\n次の段落です。\n"
WRAPPED = (
    "The ministry said in a long statement that the bridge, which had been\n"
    "closed since March, was open again. Drivers, however, told another story\n"
    "and showed pictures of the barriers, which were still standing there on\n"
    "Monday.\n\n"
    "A second paragraph follows, to show that the first one was wrapped by the\n"
    "program that wrote it, and nothing else is in it but these few words.\n"
)


def selecting(text: str, name: str, words: str) -> tuple[Selecting, str]:
    report = load_bytes(text.encode(), name, name)
    made = Selecting(report, SentenceIndex(report.text, report.blocks))
    made.put(report.text.index(words))
    return made, report.text


def grown(made: Selecting, text: str) -> list[str]:
    """What is selected with each `+`, until there is nothing larger."""
    steps = []
    while made.grow():
        steps.append(text[made.selection.start : made.selection.end])
    return steps


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("another", ["Another", "Another one", "Another one.", "Before all headings, a word. Another one."]),
        ("Claims", ["Claims", "Claims, and answers"]),
        ("Monday", ["Monday", "on Monday", "Officials said, on Monday, that it fell."]),
        ("clause", ["clause", "with a clause", "First item, with a clause."]),
        ("over", ["over", "it is over", "He wrote: it is over.", "He wrote: it is over. He left."]),
        ("two", ["two", "two = 2"]),
        ("firmly", ["firmly"]),
        ("Bob", ["Bob", "says Bob", "The end, says Bob"]),
    ],
)  # fmt: skip
def test_plus_takes_the_next_larger_unit_in_every_kind_of_block(words: str, steps: list[str]) -> None:
    made, text = selecting(DOCUMENT, "page.md", words if words != "another" else "Another")
    assert grown(made, text)[: len(steps)] == steps


@pytest.mark.parametrize(
    "words", ["Before", "Claims", "Monday", "clause", "over", "two", "Kiev", "firmly", "Inner", "Bob"]
)
def test_minus_goes_back_the_way_that_plus_came(words: str) -> None:
    made, _ = selecting(DOCUMENT, "page.md", words)
    at, steps = made.caret, []
    while made.grow():
        steps.append(made.selection)
    assert all(
        inner != outer and outer.start <= inner.start and inner.end <= outer.end
        for inner, outer in pairwise(steps)
    )
    for before in reversed(steps[:-1]):
        made.shrink()
        assert made.selection == before
    made.shrink()
    assert (made.selection, made.caret) == (None, at)


def test_the_last_step_is_the_section_with_those_inside_it() -> None:
    made, text = selecting(DOCUMENT, "page.md", "Monday")
    assert grown(made, text)[-1].startswith("Claims, and answers")
    assert grown(made, text) == []
    assert text[made.selection.start : made.selection.end].endswith("The end, says Bob")
    made, text = selecting(DOCUMENT, "page.md", "Bob")
    sections = grown(made, text)[-2:]
    assert [section.partition("\n")[0] for section in sections] == ["Inner part", "Claims, and answers"]
    made, text = selecting(DOCUMENT, "page.md", "Before")
    assert grown(made, text)[-1] == "Before all headings, a word. Another one."


def test_plus_and_minus_know_words_without_blanks() -> None:
    made, text = selecting(JAPANESE, "wire.txt", "戦争")
    steps = grown(made, text)
    assert all(step in text for step in steps)
    assert "大統領は、戦争が終わったと述べた。" in steps
    assert "戦争が終わったと述べた" in [step.rstrip("。") for step in steps]
    made.shrink()
    made.shrink()
    assert text[made.selection.start : made.selection.end] in steps


def test_plus_goes_over_the_line_ends_of_wrapped_text() -> None:
    made, text = selecting(WRAPPED, "mail.txt", "barriers")
    steps = grown(made, text)
    assert steps[0] == "barriers"
    assert steps[-2].startswith("The ministry")
    assert steps[-2].endswith("Monday.")
    assert any(step.startswith("Drivers") and step.endswith("Monday.") for step in steps)


@pytest.mark.parametrize("place", [0, -1])
def test_plus_at_the_ends_of_the_text_stays_inside_it(place: int) -> None:
    for text, name in ((DOCUMENT, "page.md"), (JAPANESE, "wire.txt"), ("x", "x.txt"), ("?!", "x.txt")):
        made, shown = selecting(text, name, "")
        made.put(0 if place == 0 else len(shown))
        while made.grow():
            assert 0 <= made.selection.start < made.selection.end <= len(shown)


def test_minus_on_words_selected_otherwise_takes_the_largest_unit_inside_them() -> None:
    made, text = selecting(DOCUMENT, "page.md", "Officials")
    made.begin()
    for _ in range(2):
        made.move("sentence_next")
    seen = []
    for _ in range(4):
        made.shrink()
        seen.append(text[made.selection.start : made.selection.end])
    assert seen[:2] == ["Nobody saw it.", "Nobody saw it"]
    assert seen[-1] == "it"
