"""Tables as files hold them: titles above the header, broken headers, workbooks of every kind."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from made import orders, written

from journeysim.calibration import purchases
from journeysim.calibration.cells.layout import FileStyle
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.histories import Purchases
from journeysim.calibration.order_columns import OrderMapping
from journeysim.errors import UsageError

HEADER = ["customer", "date", "amount"]
ROWS = [[who, day.isoformat(), f"{amount:.2f}"] for who, day, amount in orders()]
TEXT = [",".join(row) for row in [HEADER, *ROWS]]

Cell = str | float | date


def read(path: Path, **style: str | int | tuple[str, ...]) -> Purchases:
    return purchases.read(path, OrderMapping(), ReadingOptions(FileStyle(**style)))


def is_right(found: Purchases) -> bool:
    """Are these the purchases of every row, and nothing else?"""
    visits = {(who, day.toordinal()) for who, day, _ in orders()}
    return (
        found.understood.kept == len(ROWS)
        and sorted(found.day.tolist()) == sorted(day for _, day in visits)
        and abs(float(found.amount.sum()) - sum(amount for *_, amount in orders())) < 1e-6
    )


@pytest.mark.parametrize(
    ("above", "first"),
    [
        (["sep=,"], 2),
        (["Report: Orders,,", "Generated: 2024-01-01,,", ""], 4),
        (["Orders of the shop", ""], 3),
        (["\ufeff" + "Orders of the shop"], 2),
    ],
)
def test_what_stands_above_the_header_is_skipped(
    tmp_path: Path, above: list[str], first: int
) -> None:
    found = read(written(tmp_path / "a.csv", [*above, *TEXT, "x,someday,1"]))
    assert is_right(found)
    assert found.understood.refused[0].line == first + len(ROWS) + 1


def test_a_header_may_break_its_line(tmp_path: Path) -> None:
    lines = ['"customer\nid",date,amount', *TEXT[1:]]
    found = read(written(tmp_path / "a.csv", lines))
    assert is_right(found)
    assert "customer 'customer id'" in " ".join(found.understood.sentences)


def test_lines_may_be_skipped_and_columns_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ["a,b,c", "d,e,f", *TEXT])
    assert is_right(read(path, skip=2))
    path = written(tmp_path / "b.csv", TEXT[1:])
    assert is_right(read(path, columns=("customer", "date", "amount")))


def test_columns_may_stand_apart_by_spaces(tmp_path: Path) -> None:
    lines = [" ".join(f"{cell:>12}" for cell in row) for row in [HEADER, *ROWS]]
    assert is_right(read(written(tmp_path / "a.txt", lines)))


def xlsx(path: Path, sheets: dict[str, list[list[Cell]]]) -> Path:
    """A workbook as spreadsheets write it; a date is a number with the form of a date."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'  # fmt: skip
    numbered = list(enumerate(sheets.items(), 1))
    with zipfile.ZipFile(path, "w") as book:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        parts = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n, _ in numbered)  # fmt: skip
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{parts}</Types>',
        )
        book.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>')  # fmt: skip
        names = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in numbered)  # fmt: skip
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{link}"><sheets>{names}</sheets></workbook>')  # fmt: skip
        targets = "".join(f'<Relationship Id="r{n}" Type="{link}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered)  # fmt: skip
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{targets}<Relationship Id="s" Type="{link}/styles" Target="styles.xml"/></Relationships>')  # fmt: skip
        book.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}">{styles}</styleSheet>')
        for number, (_, rows) in numbered:
            body = "".join("<row>" + "".join(map(_cell, row)) + "</row>" for row in rows)
            book.writestr(f"xl/worksheets/sheet{number}.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>')  # fmt: skip
    return path


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, date):
        return f'<c s="1"><v>{value.toordinal() - date(1899, 12, 30).toordinal()}</v></c>'
    return f"<c><v>{value!r}</v></c>"


def ods(path: Path, rows: list[list[str]]) -> Path:
    """A sheet of the open document format."""
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "table", "text"))  # fmt: skip
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>' for cell in row)
        + "</table:table-row>"
        for row in rows
    )  # fmt: skip
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
            f'<office:spreadsheet><table:table table:name="Orders">{cells}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
    return path


def sheet() -> list[list[Cell]]:
    rows: list[list[Cell]] = [list(HEADER)]
    return rows + [[who, day, amount] for who, day, amount in orders()]


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path: Path) -> None:
    found = read(xlsx(tmp_path / "a.xlsx", {"Orders": sheet()}))
    assert is_right(found)
    assert not found.understood.refused
    assert "workbook, sheet 'Orders'" in found.understood.sentences


def test_a_title_above_the_header_of_a_sheet_is_skipped(tmp_path: Path) -> None:
    title: list[list[Cell]] = [["Orders of the shop"], []]
    assert is_right(read(xlsx(tmp_path / "a.xlsx", {"Orders": title + sheet()})))


def test_a_number_with_three_decimals_in_a_workbook_is_no_thousand(tmp_path: Path) -> None:
    rows = sheet()
    rows[1:] = [[who, day, 1.234] for who, day, _ in rows[1:]]
    found = read(xlsx(tmp_path / "a.xlsx", {"Orders": rows}))
    assert found.amount.sum() == pytest.approx(1.234 * len(ROWS))


def test_of_several_sheets_one_is_asked_for(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Cover": [["Shop"]], "Orders": sheet(), "Empty": []})
    with pytest.raises(UsageError, match="has 2 sheets: 'Cover', 'Orders'; say which, --sheet"):
        read(path)
    assert is_right(read(path, sheet="Orders"))
    with pytest.raises(UsageError, match="has no sheet 'Order'"):
        read(path, sheet="Order")


def test_an_open_document_is_read(tmp_path: Path) -> None:
    assert is_right(read(ods(tmp_path / "a.ods", [HEADER, *ROWS])))


def test_a_damaged_workbook_and_a_web_page_are_refused_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(xlsx(tmp_path / "b.xlsx", {"Orders": sheet()}).read_bytes()[:400])
    with pytest.raises(UsageError, match="is no workbook that can be read"):
        read(broken)
    page = written(tmp_path / "c.xls", ["<html><table><tr><td>customer</td></tr></table></html>"])
    with pytest.raises(UsageError, match="is a web page or XML and no table"):
        read(page)
    with pytest.raises(UsageError, match="is no workbook; --sheet"):
        read(written(tmp_path / "d.csv", TEXT), sheet="Orders")
