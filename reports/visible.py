"""What cannot be shown safely is shown visibly: code points to what the screen may draw.

Hostile text hides things: escape sequences, direction overrides, zero-width letters, noncharacters.
None of them may reach the terminal, and none may vanish. Here each becomes a short visible stand-in
(`␛`, `‹RLO›`, `‹ZWSP›`). Only drawing goes through here; quotes and offsets keep the code points.

Classes follow Unicode's `Default_Ignorable_Code_Point`, `Bidi_Control` and UTS 51 (emoji joiners).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

TAB_CELLS = 4
"""Cells a tab takes, wherever it stands: a width that depends on the column would change with the wrap."""

CLUSTER_SHOWN = 30
"""Code points of one grapheme cluster that are drawn; UAX 15's Stream-Safe format allows as many marks."""

_NAMES = {
    "\u00ad": "SHY",
    "\u034f": "CGJ",
    "\u061c": "ALM",
    "\u180e": "MVS",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LS",
    "\u2029": "PS",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "ZWNBSP",
}

# Always shown as a stand-in. Tab and line break are not here: layout gives them their own meaning.
_ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
) + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))

# Shown as a stand-in unless it does its job between its neighbours: joiners and variation selectors.
_IN_CONTEXT = "\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"

_EMOJI = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"

# Letters and marks of the scripts in which a joiner changes the shape of its neighbours: Arabic, Syriac,
# N'Ko, Mandaic, the scripts of India and Sri Lanka, Tibetan, Myanmar, Khmer, Mongolian, Phags-pa, Adlam.
_JOINING = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\u0710-\u077f"
    "\u07ca-\u07f5\u0840-\u085b\u0860-\u086a\u08a0-\u08e1\u08e3-\u0963\u0971-\u0df3\u0f40-\u0fbc"
    "\u1000-\u1049\u1050-\u109d\u1780-\u17b3\u17b6-\u17d3\u1820-\u18aa\ua840-\ua873\ufb50-\ufbb1"
    "\ufbd3-\ufd3d\ufe70-\ufefc\U0001e900-\U0001e94b"
)
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"

# Each alternative is an invisible code point at work; lookbehinds have a fixed width, as `re` wants.
_AT_WORK = "|".join(
    (
        f"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])",
        f"(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])",
        f"(?<=[{_EMOJI}]\ufe0f)\u200d(?=[{_EMOJI}])",
        f"(?<=[#*0-9{_EMOJI}{_IDEOGRAPH}\u1000-\u109f\u3001-\u303f\ua840-\ua873])[\ufe00-\ufe0f]",
        f"(?<=[{_IDEOGRAPH}])[\U000e0100-\U000e01ef]",
        "(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]",
    )
)
_HIDDEN = f"(?:[{_ALWAYS}]|(?!{_AT_WORK})[{_IN_CONTEXT}])"

# One cell each, in rich's tables and in every terminal, and drawn as themselves.
_PLAIN = (
    " -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u2052\u20a0-\u20bf"
    "\u2116\u2500-\u257f"
)

# Never hidden, whatever stands beside them. Only the basic plane: with it `re` tests a letter in 3 ns,
# with the
# other planes in 40 ns (10 MB of Cyrillic: 30 ms against 420 ms).
_SAFE = (
    "\t\n -~\xa0-\xac\xae-\u034e\u0350-\u061b\u061d-\u115e\u1161-\u17b3\u17b6-\u180a\u1810-\u200a"
    "\u2010-\u2027\u202f-\u205f\u2070-\u3163\u3165-\ud7ff\ue000-\ufdcf\ufdf0-\ufdff\ufe10-\ufefe\uff00-\uff9f\uffa1-\uffef"
    "\ufffc\ufffd"
)


# C0 without tab and line break, and DEL: what ASCII text can hide, as bytes to delete and count.
_ASCII_HIDDEN = bytes(c for c in (*range(0x20), 0x7F) if c not in b"\t\n")


class Cluster(NamedTuple):
    """A grapheme cluster as it is drawn."""

    offset: int
    """Where it starts, in code points of the text."""
    length: int
    """Code points; at least 1."""
    shown: str
    """What to draw: the cluster itself or a stand-in. Empty for a line break, blanks for a tab."""
    cells: int
    """`rich.cells.cell_len(shown)`."""


@lru_cache(maxsize=1)
def _suspect() -> re.Pattern[str]:
    return re.compile(f"[{_ALWAYS}{_IN_CONTEXT}]")


@lru_cache(maxsize=1)
def _unsafe() -> re.Pattern[str]:
    return re.compile(f"[^{_SAFE}]")


@lru_cache(maxsize=1)
def _hidden() -> re.Pattern[str]:
    return re.compile(_HIDDEN)


@lru_cache(maxsize=1)
def _not_plain() -> re.Pattern[str]:
    return re.compile(f"[^{_PLAIN}]")


@lru_cache(maxsize=1)
def _extenders() -> str:
    """The code points that rich gives no cell, less those that have a stand-in, as a character class."""
    # Imported late: the command line shows errors without paying for the tables.
    from rich._unicode_data import load

    ranges = ((first, last) for first, last, width in load("auto").widths if width == 0 and first)
    drawn = _suspect().sub("", "".join("".join(map(chr, range(first, last + 1))) for first, last in ranges))
    return f"[{drawn}]"


@lru_cache(maxsize=1)
def _begins_cluster() -> re.Pattern[str]:
    """Code points that always begin a cluster, no mark, nothing joined: where looking back stops."""
    return re.compile(
        "[\n -~\xc0-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u3041-\u3096"
        "\u309d-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
    )


@lru_cache(maxsize=1)
def _cluster() -> re.Pattern[str]:
    extend = f"(?:{_extenders()}++|(?=[{_IN_CONTEXT}])(?!{_HIDDEN})(?:\u200d.|.))*+"
    flag = "[\U0001f1e6-\U0001f1ff]"
    safe = _SAFE.removeprefix("\t\n")
    return re.compile(f"(?:[{safe}]|{flag}{flag}|(?!{_HIDDEN})[^\n\t]){extend}|.", re.DOTALL)


@lru_cache(maxsize=1)
def _odd() -> re.Pattern[str]:
    return re.compile(f"[\n\t{_ALWAYS}{_IN_CONTEXT}]|{_extenders()}")


@lru_cache(maxsize=1)
def _starts_with_extender() -> re.Pattern[str]:
    return re.compile(_extenders())


def is_plain(text: str) -> bool:
    """Whether every code point of `text` is exactly one cell wide and drawn as itself.

    A line break, tab, combining mark, wide letter or anything hidden makes it `False`.
    """
    if text.isascii():
        return text.isprintable()
    return _not_plain().search(text) is None


def is_plain_lines(text: str) -> bool:
    """`is_plain` for each line of `text`: line breaks are allowed."""
    if "\n" not in text:
        return is_plain(text)
    if text.isascii():
        return text.replace("\n", "").isprintable()
    return all(found[0] == "\n" for found in _not_plain().finditer(text))


def hidden_count(text: str) -> int:
    """Number of code points of `text` that are shown as a stand-in; tabs and line breaks are not counted."""
    if text.isascii():
        if text.isprintable():
            return 0
        return len(text) - len(text.encode("ascii").translate(None, _ASCII_HIDDEN))
    hidden = _hidden()
    return sum(1 for found in _unsafe().finditer(text) if hidden.match(text, found.start()))


def stand_in(character: str) -> str:
    """What is drawn for one hidden code point: a control picture, or its name or number in `‹›`."""
    number = ord(character)
    if character == "\n":
        return "␤"
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "␡"
    name = _NAMES.get(character)
    if name is None:
        name = f"{number:02X}" if number < 0x100 else f"{number:04X}"
    return f"‹{name}›"


def visible(text: str, *, breaks: str | None = None) -> str:
    """`text` as one line that is safe to draw: from a report, a file name, an error, a note.

    Every control, direction, zero-width and broken code point becomes its stand-in; marks beyond
    `CLUSTER_SHOWN` on one letter are counted, not drawn. Line breaks and tabs become `␤` and `␉`,
    or `breaks` when it is given (`" "` for a quotation in one row).
    """
    if is_plain(text) or not _odd().search(text):
        return text
    shown = []
    for cluster in clusters(text):
        if cluster.length == 1 and text[cluster.offset] in "\n\t":
            shown.append(stand_in(text[cluster.offset]) if breaks is None else breaks)
        else:
            shown.append(cluster.shown)
    return "".join(shown)


def clusters(text: str, start: int = 0, end: int | None = None) -> Iterator[Cluster]:
    """The grapheme clusters of `text[start:end]`, offsets in code points of `text`, for layout.

    `start` and `end` are cluster borders (block and row borders are). Every code point belongs to exactly
    one cluster; a hidden code point is a cluster of its own. Linear, whatever the text.
    """
    for found in _cluster().finditer(text, start, len(text) if end is None else end):
        offset, after = found.span()
        length = after - offset
        if length <= CLUSTER_SHOWN:
            shown, cells = _drawn(found[0])
        else:
            kept = text[offset : offset + CLUSTER_SHOWN].rstrip("\u200d")
            shown, cells = _drawn(f"{kept}‹+{length - len(kept)}›")
        yield Cluster(offset, length, shown, cells)


@lru_cache(maxsize=8192)
def _drawn(cluster: str) -> tuple[str, int]:
    from rich.cells import cell_len

    if cluster == "\n":
        return "", 0
    if cluster == "\t":
        return " " * TAB_CELLS, TAB_CELLS
    if len(cluster) == 1 and _suspect().match(cluster):
        cluster = stand_in(cluster)
    elif _starts_with_extender().match(cluster):
        cluster = "◌" + cluster  # a mark with nothing to stand on gets Unicode's dotted circle
    return cluster, cell_len(cluster)


def cluster_end(text: str, offset: int, limit: int | None = None) -> int:
    """The end of the cluster that starts at `offset`, at most `limit`; `offset` itself at the very end."""
    found = _cluster().match(text, offset, len(text) if limit is None else limit)
    return found.end() if found else offset


def cluster_start(text: str, offset: int, floor: int = 0) -> int:
    """The start of the cluster that holds the code point at `offset`, not before `floor`.

    Looks back only as far as the nearest code point that is sure to begin a cluster.
    """
    if offset <= floor or offset >= len(text) or _begins_cluster().match(text, offset):
        return max(offset, floor)
    at = _last_beginning(text, offset, floor)
    while True:
        after = cluster_end(text, at)
        if after > offset:
            return at
        at = after


def _last_beginning(text: str, offset: int, floor: int) -> int:
    reach = 64
    while True:
        low = max(floor, offset - reach)
        found = _begins_cluster().search(text[low:offset][::-1])
        if found:
            return offset - 1 - found.start()
        if low == floor:
            return floor
        reach *= 8
