"""How names of places are compared: without case, accents and points, whatever the hyphens and apostrophes.

The index is built with it by the build hook, where nothing but the standard library is installed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKS: Final = re.compile(r"[\u0300-\u036f'’‘ʻʼʹ`.]+")
_APART: Final = re.compile(r"[\W_]+")
_SAINT: Final = re.compile(r"^st (?=.)")


def folded(name: str) -> str:
    """The name as it is looked up: `San José` as `san jose`, `St. Petersburg` as `saint petersburg`."""
    if not name.isascii():
        # Accents on Latin letters go; the marks of other scripts are letters, so NFC puts those together.
        name = "".join(_without_accent(letter) for letter in unicodedata.normalize("NFC", name))
    plain = _APART.sub(" ", _MARKS.sub("", name).casefold()).strip()
    return _SAINT.sub("saint ", plain)


def _without_accent(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter)
    return _MARKS.sub("", apart) if apart[:1].isascii() else letter
