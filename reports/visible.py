"""What cannot be shown safely is shown visibly: code points to what the screen may draw.

None of what `reports.hidden` names may reach the terminal, and none may vanish: each becomes its stand-in,
and marks without end on one letter are counted. Only drawing goes through here; quotes and offsets keep the
code points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reports.hidden import ALWAYS, HIDDEN, IN_CONTEXT, OUT_OF_PLACE, SAFE, stand_in, suspect

TAB_CELLS = 4
"""Cells a tab takes, wherever it stands: a width that depends on the column would change with the wrap."""

CLUSTER_SHOWN = 30
"""Code points of one grapheme cluster that are drawn; UAX 15's Stream-Safe format allows as many marks."""

CLUSTER_LONGEST = 1024
"""Code points of one grapheme cluster: what goes on is drawn as another one, so that a row is never long."""

# One cell each, in rich's tables and in every terminal, and drawn as themselves.
_PLAIN = (
    " -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u2052\u20a0-\u20bf"
    "\u2116\u2500-\u257f"
)

_STEP = 65_536

# Of the first 256 code points those that are not hidden, as bytes to delete.
_LATIN_SHOWN = bytes(
    n for n in range(0x100) if n in b"\t\n" or not (n < 0x20 or 0x7F <= n < 0xA0 or n == 0xAD)
)


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
def _not_plain() -> re.Pattern[str]:
    return re.compile(f"[^{_PLAIN}]")


@lru_cache(maxsize=1)
def _extenders() -> str:
    """The code points that rich gives no cell, less those that have a stand-in, as a character class."""
    # Imported late: the command line shows errors without paying for the tables.
    from rich._unicode_data import load

    ranges = ((first, last) for first, last, width in load("auto").widths if width == 0 and first)
    drawn = suspect().sub("", "".join("".join(map(chr, range(first, last + 1))) for first, last in ranges))
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
    joined = f"(?=[{IN_CONTEXT}])(?!{HIDDEN})(?:\u200d.|.)"
    extend = f"(?:{_extenders()}|{joined}){{,{(CLUSTER_LONGEST - 1) // 2}}}+"
    flag = "[\U0001f1e6-\U0001f1ff]"
    safe = SAFE.removeprefix("\t\n")
    return re.compile(f"(?:[{safe}]|{flag}{flag}|(?!{HIDDEN})(?:\u200d.|[^\n\t])){extend}|.", re.DOTALL)


@lru_cache(maxsize=2)
def _crowd(least: int) -> re.Pattern[str]:
    return re.compile(f"(?:{_begins_cluster().pattern.replace('[', '[^', 1)}){{{least},}}+")


@lru_cache(maxsize=1)
def _unsafe() -> re.Pattern[str]:
    return re.compile(f"[^{SAFE}]")


@lru_cache(maxsize=1)
def _always() -> re.Pattern[str]:
    return re.compile(f"[{ALWAYS}]")


@lru_cache(maxsize=1)
def _out_of_place() -> re.Pattern[str]:
    return re.compile(OUT_OF_PLACE)


@lru_cache(maxsize=1)
def _odd() -> re.Pattern[str]:
    return re.compile(f"[\n\t{ALWAYS}{IN_CONTEXT}]|{_extenders()}")


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


def is_one_cell(text: str) -> bool:
    """Whether `text` is one code point, exactly one cell wide and drawn as itself."""
    return len(text) == 1 and (is_plain(text) or [each[2:] for each in clusters(text)] == [(text, 1)])


def hidden_kinds(text: str) -> Counter[str]:
    """How often each code point of `text` is not drawn as itself; tabs and line breaks are not counted.

    Hidden ones, and marks on one letter beyond `CLUSTER_SHOWN`. Linear, 40 ms for 10 MB without any. What is
    counted in pieces adds up as long as these end with lines: a joiner is hidden by its neighbours.
    """
    if text.isascii() and text.isprintable():
        return Counter()
    try:
        latin = text.encode("latin-1").translate(None, _LATIN_SHOWN)
    except UnicodeEncodeError:
        pass
    else:
        return Counter(latin.decode("latin-1"))
    unsafe = Counter(_unsafe().findall(text))
    kinds = Counter({each: count for each, count in unsafe.items() if _always().match(each)})
    if any(suspect().match(each) for each in unsafe.keys() - kinds.keys()):
        kinds.update(_out_of_place().findall(text))
    for start, end in _not_drawn(text):
        kinds.update(text[start:end])
    return kinds


def hidden_kinds_step_by_step(text: str) -> Iterator[Counter[str]]:
    """`hidden_kinds` of one stretch after the other, which add up: for a thread beside one that draws.

    A regular expression lets no other thread run; of 65 536 code points it takes a few milliseconds.
    """
    at = 0
    while at < len(text):
        end = cluster_start(text, at + _STEP, at)
        yield hidden_kinds(text[at:end])
        at = end


def hidden_count(text: str) -> int:
    """Number of code points of `text` that are not drawn as themselves; see `hidden_kinds`."""
    return hidden_kinds(text).total()


def _not_drawn(text: str) -> Iterator[tuple[int, int]]:
    """Where the code points of long clusters lie that are counted instead of drawn."""
    for start, end in _crowds(text):
        at = cluster_start(text, start)
        while at < end:
            after = cluster_end(text, at)
            if after - at > 1 and suspect().match(text, at):
                yield at, at + 1
            if after - at > CLUSTER_SHOWN:
                yield at + len(_kept(text, at)), after
            at = after


def _crowds(text: str) -> Iterator[tuple[int, int]]:
    """Where so many code points stand in a row that do not begin a cluster for sure that one may be long."""
    # Of a run that long every 15th code point is two in a row: few texts have to be looked at whole.
    step = CLUSTER_SHOWN // 2
    for sampled in _crowd(2).finditer(text[::step]):
        first, last = sampled.span()
        for found in _crowd(CLUSTER_SHOWN).finditer(text, max(0, (first - 1) * step), last * step):
            yield found.span()


def _kept(text: str, offset: int) -> str:
    """What is drawn of a long cluster before the number of those that are not."""
    return text[offset : offset + CLUSTER_SHOWN].rstrip("\u200d")


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


def visible_lines(text: str) -> str:
    """`text` made visible line by line, tabs as blanks: what a text field may hold of it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(visible(line, breaks=" ") for line in lines)


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
            kept = _kept(text, offset)
            shown, cells = _drawn(f"{kept}‹+{length - len(kept)}›")
        yield Cluster(offset, length, shown, cells)


def cells(text: str) -> int:
    """How many cells of the screen a text without line breaks takes, drawn by its clusters."""
    return len(text) if is_plain(text) else sum(cluster.cells for cluster in clusters(text))


@lru_cache(maxsize=8192)
def _drawn(cluster: str) -> tuple[str, int]:
    from rich.cells import cell_len

    if cluster == "\n":
        return "", 0
    if cluster == "\t":
        return " " * TAB_CELLS, TAB_CELLS
    if len(cluster) == 1 and suspect().match(cluster):
        cluster = stand_in(cluster)
    elif _starts_with_extender().match(cluster):
        cluster = "◌" + cluster  # a mark with nothing to stand on gets Unicode's dotted circle
    elif suspect().match(cluster):
        cluster = stand_in(cluster[0]) + cluster[1:]  # a joiner at work, in a cluster that was cut before it
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
