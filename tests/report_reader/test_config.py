"""The config file: every field reaches the settings, and what is wrong is named."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from report_reader import paths
from report_reader.config import EXAMPLE, FIELDS, load_settings
from report_reader.errors import ConfigError

Config = Callable[[str], Path]


def test_without_a_config_file_everything_is_as_fresh(home: Path) -> None:
    settings = load_settings()
    assert settings.database == home / "data" / "report-reader" / "annotations.json"
    assert settings.theme_folder == home / "config" / "report-reader" / "themes"
    assert settings.cache == home / "cache" / "report-reader" / "entities"
    assert (settings.theme, settings.author, settings.key_preset, settings.model) == ("", "", "", "")
    assert (settings.keymap, settings.tags) == ({}, ())


def test_every_field_reaches_the_settings(config: Config) -> None:
    path = config(
        """
        theme = "paper"
        author = " Vera "
        keys = "vim"
        model = "en_core_web_trf"
        [keymap]
        "note" = ["m", "N"]
        "help" = "f1"
        [[tags]]
        label = "official denial"
        key = "d"
        description = "An authority says it is untrue."
        role = "tag-6"
        glyph = "D"
        """
    )
    settings = load_settings()
    assert settings.theme == "paper"
    assert settings.author == "Vera"
    assert settings.key_preset == "vim"
    assert settings.model == "en_core_web_trf"
    assert settings.keymap == {"note": "m,N", "help": "f1"}
    assert settings.theme_folder == path.parent / "themes"
    own = settings.tags[-1]
    assert [tag.id for tag in settings.tags] == [
        "unverified",
        "contested",
        "official-claim",
        "official-denial",
    ]
    assert (own.label, own.key, own.role, own.glyph) == ("official denial", "d", "tag-6", "D")


def test_the_example_is_a_config_that_explains_every_field(config: Config) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    config(text)
    assert set(tomllib.loads(text)) == set(FIELDS)
    settings = load_settings()
    assert settings.tags[-1].id == "official-denial"
    assert "ö" in settings.keymap["hold.back"]


def test_the_command_line_wins_over_the_config(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    config('theme = "paper"')
    monkeypatch.setenv("REPORT_READER_DB", "~/named.json")
    assert load_settings(theme="night").theme == "night"
    assert load_settings().database == Path("~/named.json").expanduser()
    assert load_settings("given.json").database == Path("given.json")


def test_a_tag_with_a_known_id_changes_that_tag(config: Config) -> None:
    config('[[tags]]\nid = "unverified"\nkey = "n"')
    first = load_settings().tags[0]
    assert (first.id, first.label, first.key) == ("unverified", "unverified", "n")


def test_tags_that_share_a_label_in_ascii_get_ids_of_their_own(config: Config) -> None:
    config('[[tags]]\nlabel = "слух"\n[[tags]]\nlabel = "ложь"')
    assert [tag.id for tag in load_settings().tags[3:]] == ["tag", "tag-2"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("theme = night", "the config is no TOML: Invalid value (at line 1, column 9)."),
        ("colour = 1", "colour is no field of the config; there are theme, author,"),
        ("theme = 3", "theme must be a text in quotation marks, not 3."),
        ('author = "a\\u001b[2J"', "author must be one line of printable characters."),
        ('keys = "emacs"', 'keys is "emacs"; it may be one of "", "vim".'),
        ("keymap = 3", "keymap must be a section, [keymap]."),
        ('[keymap]\n"tag.one" = "u"', '[keymap] "tag.one" is no binding; `report-reader keys` lists them.'),
        ('[keymap]\n"note" = 3', '[keymap] "note" must be keys, as "u" or "u,ctrl+z", not 3.'),
        ('[keymap]\n"note" = ""', '[keymap] "note" must be keys'),
        ('layouts = "russian"', "layouts must be a list of texts, as [\"russian\"], not 'russian'."),
        ('layouts = ["klingon"]', 'layouts knows no "klingon"; there are russian, ukrainian, greek'),
        ('[aliases]\n"aa" = "u"', '[aliases] "aa" must be one character for a key'),
        ("tags = 3", "tags must be sections, [[tags]]."),
        ('[[tags]]\nkey = "d"', "tags 1: label is missing"),
        (
            '[[tags]]\nlabel = "a"\ncolour = "red"',
            "tags 1: colour is no field of the config; there are label, id",
        ),
        ('[[tags]]\nlabel = "a"\n[[tags]]\nlabel = "b"\nkey = "u"', "tags 2: The tag “b” has the key “u”"),
        ('[[tags]]\nlabel = "a"\nid = "A b"', "tags 1: The tag “a” needs an id"),
        ('[[tags]]\nlabel = "Unverified"', "tags 1: There is already a tag “unverified”."),
        ('[[tags]]\nlabel = "a"\nkey = "dd"', "tags 1: The tag “a” has the key “dd”"),
        ('[[tags]]\nlabel = "a"\nrole = "red"', "tags 1: role must be tag-1 to tag-9"),
        ('[[tags]]\nlabel = "a"\nglyph = "ab"', "tags 1: glyph must be one character."),
    ],
)
def test_a_wrong_field_is_named_with_the_file(config: Config, text: str, complaint: str) -> None:
    path = config(text)
    with pytest.raises(ConfigError) as refused:
        load_settings()
    assert str(refused.value).startswith(f"{path}: ")
    assert complaint in str(refused.value)


def test_a_config_that_is_no_text_or_no_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b"\xff")
    monkeypatch.setenv("REPORT_READER_CONFIG", str(broken))
    with pytest.raises(ConfigError, match="text in UTF-8"):
        load_settings()
    monkeypatch.setenv("REPORT_READER_CONFIG", str(tmp_path))
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings()


def test_an_empty_variable_counts_as_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_READER_DB", "")
    monkeypatch.setenv("REPORT_READER_CONFIG", "")
    assert paths.database() == home / "data" / "report-reader" / "annotations.json"
    assert paths.config_file() == home / "config" / "report-reader" / "config.toml"


def test_a_config_that_is_named_has_to_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPORT_READER_CONFIG", str(tmp_path / "nope.toml"))
    with pytest.raises(ConfigError, match=r"nope\.toml: REPORT_READER_CONFIG names it"):
        load_settings()
