"""Everything that could reach the terminal: in a report, page by page, pasted, in names and in the config."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostility import CHARACTERS, PWNED, SEQUENCES, between_letters

from .conftest import PROGRAM, User
from .stream import assert_harmless
from .terminal import Terminal

PLAIN = "\n\n".join(
    [f"It was said: {sequence} and denied." for sequence in SEQUENCES.values()]
    + [f"It held {between_letters(CHARACTERS[at : at + 20])} still." for at in range(0, len(CHARACTERS), 20)]
)


def in_markdown(evil: str) -> str:
    """Something evil wherever Markdown has a place for words of one line."""
    evil = re.sub(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", evil)
    return f"""# Heading {evil}

Words {evil} and *more {evil}*, [a link {evil}](https://evil.example/{evil} "{evil}"),
<https://evil.example/{evil}>, ![picture {evil}](https://evil.example/{evil} "{evil}") and `code {evil}`.
Referred to.[^{evil[:4]}] As entities: &#27;]0;pwnd&#7; &#x202e;&#155;&#x200b;

> Quoted {evil}

1. Item {evil}
   - inner {evil}

```{evil}
code {evil}
```

| head {evil} | two |
| --- | --- |
| cell {evil} | {evil} |

<div title="{evil}">markup {evil}</div>

[^{evil[:4]}]: A footnote {evil}
[{evil}]: https://evil.example/{evil} "{evil}"
"""


MARKDOWN = "\n".join(
    in_markdown(evil)
    for evil in (
        *SEQUENCES.values(),
        *(between_letters(CHARACTERS[at : at + 40]) for at in range(0, len(CHARACTERS), 40)),
    )
)
THE_LAST = "This is the last sentence."
REPORTS = {"plain": ("plain.txt", PLAIN), "Markdown": ("marked.md", MARKDOWN)}


def read_to_the_end(reader: Terminal) -> None:
    """Sentence by sentence, so that each is drawn: the next key is pressed when the header has the last."""
    last = int(re.search(r"\d+/(\d+)", reader.rows[0])[1])  # type: ignore[index]
    for number in range(2, last + 1):
        reader.press("j")
        reader.wait_until(lambda place=f"{number}/{last}": place in reader.rows[0], "the next sentence")
    reader.wait(THE_LAST)


@pytest.mark.parametrize(("name", "text"), REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_everything_evil_is_drawn_and_nothing_of_it_is_said(
    user: User, report: Callable[..., Path], name: str, text: str, columns: int, rows: int
) -> None:
    reader = user.read(report(f"{text}\n\n{THE_LAST}\n", name), columns=columns, rows=rows)
    reader.wait("0 tagged · saved", "hidden ch")
    read_to_the_end(reader)
    reader.press("q")
    assert reader.wait_end() == 0
    spoken = assert_harmless(bytes(reader.raw), columns, rows)
    for sign in (*"␁␅␇␈␛␟␡", "‹RLO›", "‹9D›", "‹ZWSP›", "‹E0000›", "‹3164›", "‹FFFE›", "‹FFF9›"):
        assert sign in spoken.text


FIELDS = {
    "search": "/",
    "who": "@",
    "tag": "t",
    "note": "m",
    "source": "i",
    "export": "E",
    "palette": "\x10",
}


@pytest.mark.parametrize("key", FIELDS.values(), ids=FIELDS)
def test_what_is_pasted_into_a_field_stands_there_as_it_is_drawn(
    user: User, report: Callable[..., Path], key: str
) -> None:
    reader = user.read(report("Officials said that it held.\n"))
    reader.wait("0 tagged · saved")
    before = reader.text
    reader.press(key)
    reader.wait_until(lambda: reader.text != before, "a field")
    for evil in ("\x1b]0;pwnd\x07", "\x9b31mpwnd\u202e", "x\x00x\x08x\x7fx\u200bx\u3164x\u034fx\U000e0041x"):
        reader.press(f"\x1b[200~{evil}\x1b[201~")
    reader.wait("‹E0041›")
    reader.press("ctrl+q")
    reader.wait_end()
    spoken = assert_harmless(bytes(reader.raw))
    for sign in ("␛]0;pwnd␇", *"␀␈␡", "‹9B›", "‹RLO›", "‹ZWSP›", "‹3164›", "‹CGJ›", "‹E0041›"):
        assert sign in spoken.text


NAME = f"evil\x1b]0;{PWNED}\x07\u202e\x9b31m\u200b\U000e0041\u3164\udcff\n.txt"
"""As a file may be called: also with a byte that is no UTF-8."""

COMMANDS = (
    "{name}",
    "{folder}/{name}/there",
    "--db {folder} {report}",
    "--theme {name} {report}",
    "--{name}",
    "export --format {name}",
    "export -o {folder}/{name}/out.json",
    "export {folder}/{name}",
    "check --restore {name}",
    "check --db {folder}/{name}",
    "list --db {folder}/{name}",
    "entities {folder}/{name}",
    "tags {name}",
    "themes --theme {name}",
)


@pytest.mark.parametrize("words", COMMANDS)
def test_an_evil_name_on_the_command_line_is_harmless(
    user: User, report: Callable[..., Path], words: str
) -> None:
    folder = user.folder / NAME
    folder.mkdir()
    places = {"name": NAME, "folder": str(folder), "report": str(report("It held.\n"))}
    answer = user.run_in_terminal([str(PROGRAM), *(each.format(**places) for each in words.split())])
    answer.wait_end()
    assert_harmless(bytes(answer.raw))


def test_an_evil_name_of_a_file_is_harmless_in_the_reader(user: User) -> None:
    folder = user.folder / NAME
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}{NAME}").write_text("Officials said that it held.\n")
    reader = user.run_in_terminal([str(PROGRAM), "--db", str(folder / "work.json"), str(folder)])
    reader.wait("GIVEN 3")
    reader.press("enter")
    reader.wait("0 tagged · saved")
    reader.press("u")
    reader.wait("1 tagged · saved")
    reader.press("i")
    reader.wait("kept text")
    reader.press("escape")
    reader.wait_gone("kept text")
    reader.press("E")
    reader.wait("export to")
    reader.press("enter")
    reader.wait("exported to")
    reader.press("\x13", "y")
    reader.wait("quote copied")
    reader.press("q")
    assert reader.wait_end() == 0
    spoken = assert_harmless(bytes(reader.raw))
    assert PWNED in spoken.text
    assert "‹RLO›" in spoken.copied[0]


CONFIGS = (
    'theme = "{}"',
    'author = "{}"',
    'keys = "{}"',
    'model = "{}"',
    '"{}" = 1',
    'layouts = ["{}"]',
    '[aliases]\n"{}" = "u"',
    '[keymap]\n"tag.1" = "{}"',
    '[keymap]\n"{}" = "u"',
    '[[tags]]\nlabel = "{}"',
    '[[tags]]\nlabel = "x"\nkey = "{}"',
    '[[tags]]\nlabel = "x"\nglyph = "{}"',
    '[[tags]]\nlabel = "x"\ndescription = "{}"',
)
EVIL = {"said": "\x1b]0;pwnd\x07\x9b", "unseen": "\u3164", "turned": "\u034f\u202e"}


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL)
def test_an_evil_config_is_harmless(user: User, report: Callable[..., Path], config: str, evil: str) -> None:
    path = Path(user.environment["XDG_CONFIG_HOME"]) / "report-reader" / "config.toml"
    path.write_text(config.format("".join(f"\\u{ord(each):04x}" for each in evil)), "utf-8")
    for command in ("tags", "keys", "themes"):
        answer = user.run_in_terminal([str(PROGRAM), "--db", str(user.store), command])
        answer.wait_end()
        assert_harmless(bytes(answer.raw))


def test_tags_and_keys_of_an_evil_config_are_harmless_in_the_reader(
    user: User, report: Callable[..., Path]
) -> None:
    path = Path(user.environment["XDG_CONFIG_HOME"]) / "report-reader" / "config.toml"
    path.write_text(
        'model = "\u3164\u034fx"\nauthor = "\u3164\ufe0fx"\n[keymap]\n"note" = "m,\u3164\u034f"\n'
        '[[tags]]\nlabel = "a name"\nglyph = "\u3164"\ndescription = "\u115f\u034f"\n'
    )
    reader = user.read(report("Officials said that it held.\n"))
    reader.wait("0 tagged · saved")
    reader.press("4", "?")
    reader.wait("All keys")
    reader.press(*["space"] * 4)
    reader.wait_gone("All keys")
    reader.press(*["pageup"] * 4)
    reader.wait("All keys")
    reader.press("escape")
    reader.wait_gone("All keys")
    reader.press("t")
    reader.wait("tag: ")
    reader.press("ctrl+q")
    reader.wait_end()
    assert_harmless(bytes(reader.raw))
