"""Where the user's files are: the store, the config, her themes and words, what the model found."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

_FOLDERS = PlatformDirs("report-reader", appauthor=False)


def database(given: str | None = None) -> Path:
    """The store: as given, else REPORT_READER_DB, else `annotations.json` in the user's data folder."""
    named = given or os.environ.get("REPORT_READER_DB")
    return Path(named).expanduser() if named else _FOLDERS.user_data_path / "annotations.json"


def config_file() -> Path:
    """The config: REPORT_READER_CONFIG, else `config.toml` in the user's config folder."""
    named = os.environ.get("REPORT_READER_CONFIG")
    return Path(named).expanduser() if named else _FOLDERS.user_config_path / "config.toml"


def config_is_named() -> bool:
    """Whether the user named a config of her own, which then has to be there."""
    return bool(os.environ.get("REPORT_READER_CONFIG"))


def theme_folder() -> Path:
    """The user's own themes, one TOML file each: `themes` beside the config."""
    return config_file().parent / "themes"


def lexicon_folder() -> Path:
    """The user's own words for what shows who says what, in TOML files: `lexicon` beside the config."""
    return config_file().parent / "lexicon"


def entity_cache() -> Path:
    """Where results of the language model are kept; may be deleted at any time."""
    return _FOLDERS.user_cache_path / "entities"
