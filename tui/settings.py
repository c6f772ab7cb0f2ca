"""What the user configured, as the reader needs it; read from TOML by `report_reader.config`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.records import Tag


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices; every field has the value of a fresh install as its default."""

    database: Path
    """The TinyDB file."""
    theme: str = ""
    """A theme of `themes/`, of the user's theme folder, or one of Textual's own; empty: `night`."""
    theme_folder: Path | None = None
    """Where the user's own theme files are, one TOML file a theme."""
    author: str = ""
    """Who annotates; stays empty, and out of every export, until she sets it."""
    key_preset: str = ""
    """Empty, or `vim`: `u` is undo and the tags are on the digits."""
    keymap: dict[str, str] = field(default_factory=dict)
    """Binding id to keys, `{"tag.1": "u,г"}`, on top of the preset."""
    tags: tuple[Tag, ...] = ()
    """The tag set: the default three, then those of the config file. Tags of the store come after them."""
    model: str = ""
    """A spaCy pipeline the user installed herself; empty: the one that is pinned."""
    lexicon_folder: Path | None = None
    """Where the words are that the user added to those that show who says what."""
    cache: Path | None = None
    """Where results of the model are kept; `None`: nowhere."""
