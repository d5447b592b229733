"""The rows of the CSV as an Excel workbook: cells are typed, so that none is a formula and no number is read as a date.

Written here and not by a library, for the same bytes each time and for memory that does not grow with the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO
from xml.sax.saxutils import escape

from kg.model import GraphView
from kg.out import csv
from kg.out.archive import Archive
from kg.out.words import printable

ROWS = 1_048_576  # of a sheet, its header included: what is more goes on on another sheet
LONGEST = 32_767  # characters of a cell: what is more is cut off

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel takes `_x0041_` for a character


def write(view: GraphView, out: BinaryIO) -> None:
    """Write the statements of `view` as a workbook, the header line frozen."""
    with Archive(out) as archive:
        sheets = 0
        for sheets, page in enumerate(_pages(csv.rows(view)), start=1):
            archive.add(f"xl/worksheets/sheet{sheets}.xml", _sheet(chain([csv.COLUMNS], page)))
        for name, content in _frame(range(1, sheets + 1)):
            archive.add(name, [_HEAD, content.encode()])


def _pages(rows: Iterator[Sequence[csv.Cell]]) -> Iterator[Iterable[Sequence[csv.Cell]]]:
    """The rows sheet by sheet: one at least, and no empty one after it."""
    yield islice(rows, ROWS - 1)
    while (first := next(rows, None)) is not None:
        yield chain([first], islice(rows, ROWS - 2))


def _sheet(rows: Iterable[Sequence[csv.Cell]]) -> Iterator[bytes]:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    yield _HEAD + f'<worksheet xmlns="{_MAIN}">{view}<sheetData>\n'.encode()
    for row in rows:
        yield f"<row>{''.join(map(_cell, row))}</row>\n".encode()
    yield b"</sheetData></worksheet>\n"


def _cell(value: csv.Cell) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = escape(_CODE.sub("_x005F_", _cut(printable(value))), {"\r": "&#13;"})
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _cut(text: str) -> str:
    """As much of the text as a cell holds; Excel counts an emoji twice."""
    return text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore") if len(text) > LONGEST // 2 else text


def _frame(sheets: range) -> Iterator[tuple[str, str]]:
    """The files around the sheets."""
    parts = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in sheets)
    book = f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    kinds = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    yield "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{kinds}{book}{parts}</Types>'
    yield "_rels/.rels", _relationships([("officeDocument", "xl/workbook.xml")])
    yield "xl/_rels/workbook.xml.rels", _relationships([("worksheet", f"worksheets/sheet{n}.xml") for n in sheets])
    names = "".join(f'<sheet name="statements{n if n > 1 else ""}" sheetId="{n}" r:id="rId{n}"/>' for n in sheets)
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    each = (
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{type_}" Target="{to}"/>' for n, (type_, to) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(each)}</Relationships>'
