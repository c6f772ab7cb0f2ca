"""One row of the article as a Textual strip: gutter, indent and marker, the text in its runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from reports.visible import visible
from tui.article.gutter import annotations_in_cell, gutter_cells, gutter_width, suggestion_in_cell
from tui.article.rows import indent_of
from tui.article.tables import aligned_cells, header_rule

if TYPE_CHECKING:
    from rich.style import Style

    from annotations.records import Annotation
    from annotations.suggestions import Suggestion
    from reports.document import Block, Report
    from tui.article.layers import Layers
    from tui.article.rows import Row, Rows
    from tui.article.tables import Cell
    from tui.looks.ink import Ink

BAR = "│"
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
        block = self._report.blocks[row.block]
        if row.blank:
            return self._blank(row, block)
        segments = [Segment(" " * geometry.left, base)] if geometry.left else []
        segments.extend(self._gutter(row.start, row.end))
        segments.extend(self._margin(row, block))
        cells = self._cells_of(row)
        if cells:
            segments.extend(self._aligned(block, cells))
        else:
            segments.extend(self._text(row.start, row.end, block))
        return Strip(segments).adjust_cell_length(geometry.width, base)

    def _blank(self, row: Row, below: Block) -> Strip:
        """A row without text: a line under a heading of the first level, or under the names of columns."""
        geometry, base = self._geometry, self._ink.base
        above = self._report.blocks[row.block - 1]
        indent = indent_of(above, self._rows.width)
        room = self._rows.width - indent
        line = ""
        if self._is_document and above.kind == "heading" and above.level == 1:
            line = "━" * room if self._rows.begins_gap(row) else ""
        elif above.kind == below.kind == "row" and above.level > below.level:
            line = header_rule(aligned_cells(self._report, above, room))
        if not line:
            return Strip.blank(geometry.width, base)
        segments = [Segment(" " * (geometry.text + indent), base), Segment(line, self._ink.mix("rule"))]
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
            layers.suggested(start, end),
            current=current,
            extra=self._geometry.extra,
        )
        return [
            Segment(cell.shown, self._ink.mix(cell.role, "letter") if cell.role else self._ink.base)
            for cell in cells
        ]

    def _margin(self, row: Row, block: Block) -> list[Segment]:
        indent = self._indent(row)
        if not indent:
            return []
        # Of a kept text both come from a file that anybody may have written.
        margin, marker = visible(block.margin), visible(block.marker)
        if not margin and block.kind == "quotation":
            margin = "│ " * indent
            return [Segment(margin[:indent], self._ink.mix("dim"))]
        if marker and self._rows.begins_block(row):
            room = max(len(margin), indent) - cell_len(marker) - 1
            margin = f"{margin[: max(room, 0)].ljust(max(room, 0))}{marker} "
        shown = margin.ljust(indent) if cell_len(margin) <= indent else _right_part(margin, indent)
        return [Segment(shown, self._ink.mix("dim"))]

    def _text(self, start: int, end: int, block: Block) -> list[Segment]:
        last = start + len(self._report.text[start:end].rstrip())
        segments = self._drawn(block, start, last)
        if block.kind == "row":
            return self._with_borders(segments)
        if not self._is_document or block.kind not in ("code", "rule"):
            return segments
        room = self._rows.width - indent_of(block, self._rows.width)
        left = max(room - sum(each.cell_length for each in segments), 0)
        if block.kind == "code":
            return [*segments, Segment(" " * left, self._ink.mix("code"))]
        drawn = [Segment("─" * len(each.text), self._rule_on(each.style)) for each in segments]
        return [*drawn, Segment("─" * left, drawn[-1].style)] if drawn else drawn

    def _rule_on(self, style: Style | None) -> Style:
        """The ink of a rule on whatever lies under it, as an annotation."""
        return (style or self._ink.base) + self._ink.style("rule")

    def _with_borders(self, segments: list[Segment]) -> list[Segment]:
        """The same with lines for the borders between cells."""
        return [
            Segment(part, self._rule_on(each.style) if part == BAR else each.style)
            for each in segments
            for part in each.text.replace("|", BAR).partition(BAR)
            if part
        ]

    def _aligned(self, block: Block, cells: tuple[Cell, ...]) -> list[Segment]:
        """The cells in their columns; what runs over a border runs through the room beside it, too."""
        segments: list[Segment] = []
        at = 0
        beside: Style | None = self._ink.base
        for cell in cells:
            segments.append(Segment(" " * (cell.column - at), beside))
            text = self._drawn(block, cell.start, cell.text_end)
            segments.extend(text)
            at = cell.column + sum(each.cell_length for each in text)
            if cell.end > cell.text_end:
                border = self._drawn(block, cell.text_end, cell.end)
                segments.append(Segment(" " * (cell.border - at), border[0].style))
                segments.extend(self._with_borders(border))
                at = cell.border + cell.end - cell.text_end
                beside = border[-1].style
        return segments

    def _drawn(self, block: Block, start: int, end: int) -> list[Segment]:
        """The code points `[start, end)` of one row in their styles."""
        text, mix = self._report.text, self._ink.mix
        if start >= end:
            return []
        if self._rows.is_plain(block, start, end):
            return [
                Segment(text[run.start : run.end].replace("\n", " "), mix(*run.roles))
                for run in self._layers.runs(start, end)
            ]
        return self._unit_text(block, start, end)

    def _unit_text(self, block: Block, start: int, end: int) -> list[Segment]:
        """The row where code points and cells are not one to one; a cut inside a cluster takes it whole."""
        pieces = list(self._rows.units(block, start, end))
        segments = []
        at = 0
        for run in self._layers.runs(start, end):
            first = at
            while at < len(pieces) and pieces[at].offset < run.end:
                at += 1
            shown = "".join(piece.shown for piece in pieces[first:at])
            segments.append(Segment(shown, self._ink.mix(*run.roles)))
        return [segment for segment in segments if segment.text]

    def column_of(self, row: Row, offset: int) -> int:
        """The cell, from the pane's left edge, where the code point at `offset` is drawn."""
        left = self._geometry.text + self._indent(row)
        cell = next((cell for cell in reversed(self._cells_of(row)) if offset >= cell.start), None)
        if cell is None:
            return left + self._cells_before(row, row.start, offset)
        if offset >= cell.text_end < cell.end:
            return left + cell.border + offset - cell.text_end
        return left + cell.column + self._cells_before(row, cell.start, offset)

    def annotations_beside(self, row: Row, column: int) -> list[Annotation]:
        """What the sign in that cell of the gutter stands for, the likeliest first."""
        cell = column - self._geometry.left
        tag_set = self._layers.tag_set
        if row.blank or tag_set is None or not 0 <= cell < self._geometry.gutter:
            return []
        annotations = self._layers.touching(row.start, row.end)
        return annotations_in_cell(cell, row.start, row.end, annotations, tag_set, extra=self._geometry.extra)

    def suggestion_beside(self, row: Row, column: int) -> Suggestion | None:
        """What is suggested by the sign in that cell of the gutter."""
        tag_set = self._layers.tag_set
        if row.blank or tag_set is None:
            return None
        suggestions = self._layers.suggested(row.start, row.end)
        extra = self._geometry.extra
        return suggestion_in_cell(column - self._geometry.left, suggestions, tag_set, extra=extra)

    def offset_at(self, row: Row, column: int) -> int:
        """The code point drawn at a cell: row, then cell, then grapheme; clamped to the row's text."""
        if row.blank:
            return row.start
        at = column - self._geometry.text - self._indent(row)
        for cell in self._cells_of(row):
            if at < cell.border or cell.text_end == row.end:
                if cell.start < cell.text_end:
                    return self._unit_at(row, cell.start, cell.text_end, at - cell.column)
                return cell.text_end
            if at < cell.border + cell.end - cell.text_end:
                return cell.text_end + at - cell.border
        end = row.start + len(self._report.text[row.start : row.end].rstrip())
        return self._unit_at(row, row.start, end, at)

    def _cells_before(self, row: Row, start: int, offset: int) -> int:
        block = self._report.blocks[row.block]
        if self._rows.is_plain(block, start, offset):
            return offset - start
        pieces = self._rows.units(block, start, row.end)
        return sum(piece.cells for piece in pieces if piece.offset + piece.length <= offset)

    def _unit_at(self, row: Row, start: int, end: int, cell: int) -> int:
        last = start
        used = 0
        for piece in self._rows.units(self._report.blocks[row.block], start, end):
            last = piece.offset
            used += piece.cells
            if cell < used:
                break
        return last

    @property
    def _is_document(self) -> bool:
        """Whether the text is without the strokes that rules and code are written with."""
        return self._report.media_type == "text/markdown"

    def _cells_of(self, row: Row) -> tuple[Cell, ...]:
        """The cells of a table's row, if its columns are aligned."""
        block = self._report.blocks[row.block]
        return aligned_cells(self._report, block, self._rows.width - indent_of(block, self._rows.width))

    def _indent(self, row: Row) -> int:
        block = self._report.blocks[row.block]
        indent = indent_of(block, self._rows.width)
        return indent if self._rows.begins_block(row) else indent + self._rows.hanging(block)


def _right_part(text: str, cells: int) -> str:
    """The end of a text that is too long for its cells."""
    while cell_len(text) > cells:
        text = text[1:]
    return text.rjust(cells)
