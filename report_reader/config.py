"""The config file: TOML to the settings of the reader.

Every field is explained in `config.example.toml`, which lies beside this file. A file that is not
there is fine; a field nobody knows, or a value of the wrong kind, is an error that names it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_reader import paths
from report_reader.errors import ConfigError
from tui.settings import Settings

if TYPE_CHECKING:
    from annotations.records import Tag
    from annotations.tagset import TagSet

EXAMPLE = Path(__file__).with_name("config.example.toml")
"""Every field, with its meaning and its default."""

FIELDS = ("theme", "author", "keys", "model", "layouts", "keymap", "aliases", "tags")
_TAG_FIELDS = ("label", "id", "key", "description", "role", "glyph")


def load_settings(database: str | None = None, theme: str | None = None) -> Settings:
    """The settings from the config file, with what the command line said on top; raises `ConfigError`."""
    path = paths.config_file()
    fields = _Fields(path, _parse(path))
    fields.refuse_unknown(FIELDS)
    return Settings(
        database=paths.database(database),
        theme=theme or fields.text("theme"),
        theme_folder=paths.theme_folder(),
        author=fields.text("author"),
        key_preset=_preset(fields),
        keymap=_keymap(fields),
        tags=_tags(fields),
        model=fields.text("model"),
        lexicon_folder=paths.lexicon_folder(),
        cache=paths.entity_cache(),
    )


class _Fields:
    """One table of the file, with the checks that name the file and the field."""

    def __init__(self, path: Path, values: dict[str, Any], prefix: str = "") -> None:
        self.path = path
        self.values = values
        self.prefix = prefix

    def error(self, field: str, problem: str) -> ConfigError:
        return ConfigError(f"{self.path}: {self.prefix}{field} {problem}.")

    def refuse_unknown(self, known: tuple[str, ...]) -> None:
        for field in self.values:
            if field not in known:
                raise self.error(field, f"is no field of the config; there are {', '.join(known)}")

    def text(self, field: str) -> str:
        value = self.values.get(field, "")
        if not isinstance(value, str):
            raise self.error(field, f"must be a text in quotation marks, not {value!r}")
        if any(not character.isprintable() for character in value):
            raise self.error(field, "must be one line of printable characters")
        return value.strip()

    def texts(self, field: str) -> list[str]:
        value = self.values.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(field, f'must be a list of texts, as ["russian"], not {value!r}')
        return value

    def table(self, field: str) -> dict[str, Any]:
        value = self.values.get(field, {})
        if not isinstance(value, dict):
            raise self.error(field, f"must be a section, [{field}]")
        return value

    def tables(self, field: str) -> list[_Fields]:
        value = self.values.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(field, f"must be sections, [[{field}]]")
        return [_Fields(self.path, item, f"{field} {n}: ") for n, item in enumerate(value, 1)]


def _parse(path: Path) -> dict[str, Any]:
    try:
        source = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        if paths.config_is_named():
            raise ConfigError(f"{path}: REPORT_READER_CONFIG names it, and it is not there.") from error
        return {}
    except OSError as error:
        raise ConfigError(f"{path}: the config cannot be read: {error.strerror}.") from error
    # Imported here: most people never write a config.
    import tomllib

    try:
        return tomllib.loads(source.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the config must be text in UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: the config is no TOML: {error}.") from error


def _preset(fields: _Fields) -> str:
    name = fields.text("keys")
    if name:
        from tui.keys import PRESETS

        if name not in PRESETS:
            known = ", ".join(f'"{preset}"' for preset in PRESETS)
            raise fields.error("keys", f'is "{name}"; it may be one of {known}')
    return name


def _keymap(fields: _Fields) -> dict[str, str]:
    """`[keymap]` as the settings want it, with the keys of other layouts added to it."""
    given = fields.table("keymap")
    aliases = _aliases(fields)
    if not given and not aliases:
        return {}
    from report_reader.keymap import with_aliases
    from tui.keys import KEYS, PRESETS

    known = {key.id: key.keys for key in KEYS}
    keymap = {}
    for binding, keys in given.items():
        if binding not in known:
            raise fields.error(f'[keymap] "{binding}"', "is no binding; `report-reader keys` lists them")
        names = keys if isinstance(keys, list) else [keys]
        if not all(isinstance(name, str) and name.strip() for name in names):
            raise fields.error(f'[keymap] "{binding}"', f'must be keys, as "u" or "u,ctrl+z", not {keys!r}')
        keymap[binding] = ",".join(name.strip() for name in names)
    bound = known | _tag_keys(fields) | PRESETS[_preset(fields)] | keymap
    return keymap | with_aliases(bound, aliases)


def _tag_keys(fields: _Fields) -> dict[str, str]:
    """The keys of tags of the config, so that other layouts reach these too."""
    from report_reader.keymap import tag_keys

    return tag_keys(_tags(fields))


def _aliases(fields: _Fields) -> dict[str, str]:
    """Characters as they arrive to the keys they stand for: of the named layouts, then `[aliases]`."""
    names, given = fields.texts("layouts"), fields.table("aliases")
    if not names and not given:
        return {}
    from report_reader.keymap import LAYOUTS

    aliases: dict[str, str] = {}
    for name in names:
        if name not in LAYOUTS:
            raise fields.error("layouts", f'knows no "{name}"; there are {", ".join(LAYOUTS)}')
        aliases |= LAYOUTS[name]
    for arrives, means in given.items():
        if len(arrives) != 1 or not isinstance(means, str) or not means:
            raise fields.error(f'[aliases] "{arrives}"', 'must be one character for a key, as "г" = "u"')
        aliases[arrives] = means
    return aliases


def _tags(fields: _Fields) -> tuple[Tag, ...]:
    """The whole tag set when the config has tags of its own; nothing when it has none."""
    tables = fields.tables("tags")
    if not tables:
        return ()
    from annotations.errors import TagSetError
    from annotations.tagset import TagSet

    tags: list[Tag] = []
    for table in tables:
        try:
            tags.append(_tag(table, TagSet.merged(tags)))
            TagSet.merged(tags)
        except TagSetError as error:
            raise ConfigError(f"{fields.path}: {table.prefix}{error}") from error
    return TagSet.merged(tags).tags


def _tag(table: _Fields, known: TagSet) -> Tag:
    """One tag; with the id of a tag that is there it changes that one, without an id it gets a free one."""
    from annotations.records import Tag

    table.refuse_unknown(_TAG_FIELDS)
    label, identity = table.text("label"), table.text("id")
    if not label and identity not in known:
        raise table.error("label", 'is missing; a tag needs one, as label = "official denial"')
    return Tag(
        id=identity or known.new(label).id,
        label=label,
        key=table.text("key"),
        role=_role(table),
        glyph=_glyph(table),
        description=table.text("description"),
    )


def _role(table: _Fields) -> str:
    role = table.text("role")
    if role:
        from themes.roles import TAG_COUNT

        if role not in {f"tag-{n}" for n in range(1, TAG_COUNT + 1)}:
            raise table.error("role", f"must be tag-1 to tag-{TAG_COUNT}, colours of the theme")
    return role


def _glyph(table: _Fields) -> str:
    glyph = table.text("glyph")
    if len(glyph) > 1:
        raise table.error("glyph", "must be one character")
    return glyph
