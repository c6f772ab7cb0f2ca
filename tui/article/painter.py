"""One row of the article as a Textual strip: gutter, indent and marker, the text in its runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from reports.visible import clusters, is_plain_lines
from tui.article.gutter import annotations_in_cell, gutter_cells, gutter_width
from tui.article.rows import drawn, drawn_cells, indent_of

if TYPE_CHECKING:
    from annotations.records import Annotation
    from reports.document import Block, Report
    from tui.article.layers import Layers
    from tui.article.rows import Row, Rows
    from tui.ink import Ink

MEASURE = 72
"""Cells of text on a row at most; longer rows tire the eye."""


class Geometry:
    """Where the columns of the pane are, in cells from its left edge."""

    def __init__(self, width: int, *, extra_column: bool) -> None:
        self.width = width
        self.extra = extra_column
        self.gutter = gutter_width(extra=extra_column)
        self.measure = max(4, min(MEASURE, width - self.gutter - 1))
        self.left = max(0, (width - self.gutter - self.measure - 1) // 2)
        self.text = self.left + self.gutter
        """The column of the first cell of an unindented row."""


class Painter:
    """Rows of one report, for one width and one ink."""

    def __init__(self, report: Report, rows: Rows, layers: Layers, ink: Ink, geometry: Geometry) -> None:
        self._report = report
        self._rows = rows
        self._layers = layers
        self._ink = ink
        self._geometry = geometry

    def strip(self, row: Row) -> Strip:
        """The whole row, as wide as the pane."""
        geometry, base = self._geometry, self._ink.base
        if row.blank:
            return Strip.blank(geometry.width, base)
        block = self._report.blocks[row.block]
        segments = [Segment(" " * geometry.left, base)] if geometry.left else []
        segments.extend(self._gutter(row.start, row.end))
        segments.extend(self._margin(row, block))
        segments.extend(self._text(row.start, row.end))
        return Strip(segments).adjust_cell_length(geometry.width, base)

    def _gutter(self, start: int, end: int) -> list[Segment]:
        layers = self._layers
        sentence = layers.sentence
        current = sentence is not None and sentence.start < end and start < sentence.end
        cells = gutter_cells(
            start,
            end,
            layers.touching(start, end),
            layers.tag_set,
            current=current,
            extra=self._geometry.extra,
        )
        return [
            Segment(cell.shown, self._ink.mix(cell.role, "letter") if cell.role else self._ink.base)
            for cell in cells
        ]

    def _margin(self, row: Row, block: Block) -> list[Segment]:
        indent = indent_of(block, self._rows.width)
        if not indent:
            return []
        dim = self._ink.mix("dim")
        if block.kind == "quotation":
            return [Segment(("│ " * indent)[:indent], dim)]
        shown = f"{block.marker} " if block.marker and self._rows.begins_block(row) else ""
        return [Segment(shown[-indent:].rjust(indent), dim)]

    def _text(self, start: int, end: int) -> list[Segment]:
        text, mix = self._report.text, self._ink.mix
        shown = text[start:end].rstrip()
        last = start + len(shown)
        if is_plain_lines(shown):
            return [
                Segment(text[run.start : min(run.end, last)].replace("\n", " "), mix(*run.roles))
                for run in self._layers.runs(start, end)
                if run.start < last
            ]
        return self._cluster_text(start, last, end)

    def _cluster_text(self, start: int, last: int, end: int) -> list[Segment]:
        """The row where code points and cells are not one to one; a cut inside a cluster takes it whole."""
        pieces = list(clusters(self._report.text, start, last))
        segments = []
        at = 0
        for run in self._layers.runs(start, end):
            first = at
            while at < len(pieces) and pieces[at].offset < run.end:
                at += 1
            segments.append(Segment("".join(map(drawn, pieces[first:at])), self._ink.mix(*run.roles)))
        return [segment for segment in segments if segment.text]

    def column_of(self, row: Row, offset: int) -> int:
        """The cell, from the pane's left edge, where the code point at `offset` is drawn."""
        before = self._report.text[row.start : offset]
        if is_plain_lines(before):
            cells = len(before)
        else:
            pieces = clusters(self._report.text, row.start, row.end)
            cells = sum(drawn_cells(piece) for piece in pieces if piece.offset < offset)
        return self._geometry.text + self._indent(row) + cells

    def annotations_beside(self, row: Row, column: int) -> list[Annotation]:
        """What the sign in that cell of the gutter stands for, the likeliest first."""
        cell = column - self._geometry.left
        tag_set = self._layers.tag_set
        if row.blank or tag_set is None or not 0 <= cell < self._geometry.gutter:
            return []
        annotations = self._layers.touching(row.start, row.end)
        return annotations_in_cell(cell, row.start, row.end, annotations, tag_set, extra=self._geometry.extra)

    def offset_at(self, row: Row, column: int) -> int:
        """The code point drawn at a cell: row, then cell, then grapheme; clamped to the row's text."""
        if row.blank:
            return row.start
        cell = column - self._geometry.text - self._indent(row)
        end = row.start + len(self._report.text[row.start : row.end].rstrip())
        last = row.start
        used = 0
        for piece in clusters(self._report.text, row.start, end):
            last = piece.offset
            used += drawn_cells(piece)
            if cell < used:
                break
        return last

    def _indent(self, row: Row) -> int:
        return indent_of(self._report.blocks[row.block], self._rows.width)
