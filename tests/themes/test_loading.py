"""Theme files: found by name, completed, and refused in a sentence that names file and role."""

from pathlib import Path

import pytest

from entities.records import ENTITY_TYPES as RECORDED_TYPES
from themes.loading import ThemeError, UnknownTheme, load_theme, read_theme, theme_files
from themes.roles import BASE_ROLES, ENTITY_TYPES, ROLES


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_default_theme_is_night() -> None:
    assert load_theme().name == "night"
    assert load_theme().dark
    assert not load_theme("paper").dark


def test_our_themes_leave_nothing_to_be_derived() -> None:
    for name in ("night", "paper"):
        text = theme_files()[name].read_text(encoding="utf-8")
        for role in BASE_ROLES:
            assert f"\n{role} = " in text
        assert text.count("#") >= len(BASE_ROLES) + len(ROLES)


def test_the_types_of_entities_are_those_of_the_records() -> None:
    assert ENTITY_TYPES == RECORDED_TYPES


def test_a_user_theme_is_found_by_name_and_wins_over_ours(tmp_path: Path) -> None:
    _write(tmp_path, "night", 'description = "mine"')
    _write(tmp_path, "dusk", 'dark = true\n[base]\nbackground = "#222"')
    assert load_theme("night", tmp_path).description == "mine"
    assert load_theme("dusk", tmp_path).background == "#222222"
    assert {"night", "paper", "dusk"} == set(theme_files(tmp_path))


def test_a_folder_that_is_not_there_holds_no_themes(tmp_path: Path) -> None:
    assert set(theme_files(tmp_path / "none")) == {"night", "paper"}
    assert load_theme("paper", tmp_path / "none").name == "paper"


def test_what_a_file_leaves_out_is_filled_in(tmp_path: Path) -> None:
    theme = read_theme(_write(tmp_path, "mine", 'dark = false\n[entities]\nperson = "#0A0B0C"'))
    assert theme.background == load_theme("paper").background
    assert theme.roles["entity-person"] == "#0a0b0c"
    assert set(theme.roles) == set(ROLES)


def test_colours_of_a_tag_are_roles(tmp_path: Path) -> None:
    theme = read_theme(_write(tmp_path, "mine", '[tags]\n2 = { tint = "#010203", letter = "#abc" }'))
    assert theme.roles["tag-2"] == "#010203"
    assert theme.roles["tag-2-letter"] == "#aabbcc"
    assert theme.roles["tag-2-strong"].startswith("#")


@pytest.mark.parametrize("name", ["nothing-like-it", "../night", "", "."])
def test_a_name_nobody_has_is_unknown(tmp_path: Path, name: str) -> None:
    _write(tmp_path, "night", "")
    inner = tmp_path / "inner"
    inner.mkdir()
    if name:
        with pytest.raises(UnknownTheme, match="report-reader themes"):
            load_theme(name, inner)
    else:
        assert load_theme(name, inner).name == "night"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("dark = yes", "this is no TOML: Invalid value (at line 1, column 8)"),
        ('dark = "yes"', "dark must be true or false"),
        ("colour = 1", "'colour' is no field of a theme"),
        ("description = 3", "description must be a text"),
        ("base = 3", "base must be a section, [base]"),
        ('[base]\nbackgroud = "#111"', "[base] has no role 'backgroud'"),
        ('[marks]\nhit = "yellow"', "[marks] hit = 'yellow' is no colour"),
        ("[marks]\nhit = 7", "[marks] hit = 7 is no colour"),
        ('[entities]\npeople = "#111"', "[entities] has no role 'people'"),
        ('[tags]\n10 = { tint = "#111" }', "[tags] has 1 to 9, not '10'"),
        ('[tags]\n1 = "#111"', "[tags] 1 must look like"),
        ('[tags]\n1 = { ground = "#111" }', "[tags.1] has no role 'ground'"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_role(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = _write(tmp_path, "mine", text)
    with pytest.raises(ThemeError) as refused:
        read_theme(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert complaint in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ThemeError, match="text in UTF-8"):
        read_theme(path)


def test_a_folder_named_like_a_theme_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").mkdir()
    with pytest.raises(ThemeError, match="cannot be read"):
        read_theme(tmp_path / "mine.toml")
