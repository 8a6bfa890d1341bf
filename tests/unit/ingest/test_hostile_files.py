"""Files that mean harm, or are merely broken: a sentence or the right rows, and nothing left behind (I1)."""

import codecs
import io
import json
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import osmium
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flock.errors import BadTable, FlockError
from flock.ingest import columns, tables, venues
from flock.ingest.reading import Reading

HEADER, ROW = b"name,town\n", b"One,Leeds\n"
SHEET = "xl/worksheets/sheet1.xml"
Content = bytes | Callable[[], bytes]


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or (["name", "town"], ["One", "Leeds"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def workbook_with(sheet: bytes, book: bytes | None = None) -> bytes:
    """A workbook whose one sheet is replaced."""
    with zipfile.ZipFile(io.BytesIO(book or workbook())) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return archive(parts | {SHEET: sheet})


def sheet(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<?xml version="1.0"?><worksheet xmlns="' + space + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


def cell(at: bytes, text: bytes) -> bytes:
    return b'<row r="' + at.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ") + b'"><c r="' + at + b'" t="str"><v>' + text + b"</v></c></row>"


def lying() -> bytes:
    """An archive whose directory says that a part of 600 MB holds ten bytes."""
    whole = bytearray(archive({"xl/workbook.xml": b"x", SHEET: bytes(600 << 20)}))
    true_size = struct.pack("<L", 600 << 20)
    for at in [at for at in range(len(whole)) if whole[at : at + 4] == true_size]:
        whole[at : at + 4] = struct.pack("<L", 10)
    return bytes(whole)


def locked() -> bytes:
    content = bytearray(archive({"xl/workbook.xml": b"x"}))
    at = content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    return bytes(content)


def ods(rows: bytes) -> bytes:
    space = b"urn:oasis:names:tc:opendocument:xmlns:"
    table = b'<table:table table:name="A">' + rows + b"</table:table>"
    names = b"".join(b' xmlns:%s="%s%s:1.0"' % (name, space, name) for name in (b"office", b"table", b"text"))
    body = b"<office:body><office:spreadsheet>" + table + b"</office:spreadsheet></office:body>"
    content = b"<office:document-content" + names + b">" + body + b"</office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": b"<manifest/>"})


def parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table({"name": ["One", "Two"], "town": ["Leeds", "York"]}), stream)
    return stream.getvalue()


def geojson(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(**properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-1.5, 53.8]}, "properties": properties}


BIG = 600 << 20
CELL_A = b"<table:table-cell office:value-type='string'><text:p>a</text:p></table:table-cell>"

# What gets a sentence, and some words of it.
REFUSED: dict[str, tuple[Content, str]] = {
    "empty": (b"", "is empty"),
    "blank lines": (b"\r\n \r\n\t\n", "is empty"),
    "a megabyte of blanks": (b" " * (1 << 20), "is empty"),
    "only a mark": (codecs.BOM_UTF8, "is empty"),
    "only a mark of UTF-16": (codecs.BOM_UTF16_LE, "no row of column names"),
    "only a header": (HEADER, "no rows below"),
    "only a header, no line end": (b"name,town", "no rows below"),
    "only a header and blank lines": (HEADER + b"\n\n\n", "no rows below"),
    "only delimiters": (b",,,,\n" * 9, "no row of column names"),
    "NUL in a cell": (HEADER + b"O\0ne,Leeds\n", "NUL bytes"),
    "nothing but NUL": (bytes(5_000), "NUL bytes"),
    "NUL far down": (HEADER + ROW * 150_000 + b"O\0ne,Leeds\n", "NUL bytes"),
    "a line of NUL in UTF-16": (lambda: "name,town\nOne,Leeds\n\0\nTwo,York\n".encode("utf-16"), "NUL bytes"),
    "10,000 columns": (b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + b"x," * 9_999 + b"x\n", "10,000 columns"),
    "one cell of 50 MB": (lambda: HEADER + b"One," + b"x" * 50_000_000 + b"\n", "a line of more than"),
    "one quoted cell of 50 MB": (lambda: HEADER + b'One,"' + b"x\n" * 25_000_000 + b'"\n', "cell of more than"),
    "a cell just too long": (HEADER + b"One," + b"x" * 131_073 + b"\n", "cell of more than"),
    "a quotation mark never closed": (HEADER + ROW + b'Two,"York\n' + ROW, "never closed"),
    "names fewer than cells": (b"name,town\n1,One,Leeds\n2,Two,York\n", "column names"),
    "half a character of UTF-16": (codecs.BOM_UTF16_LE + "name,town\nOne,Leeds\n".encode("utf-16-le") + b"A", "Save it again"),
    "half a surrogate": (codecs.BOM_UTF16_LE + "name,town\nOne,".encode("utf-16-le") + b"\x00\xd8\n\x00", "Save it again"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(30), "gzip"),
    "bzip2": (b"BZh91AY&SY", "bzip2"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    "RAR": (b"Rar!\x1a\x07\x00", "RAR"),
    "SQLite": (b"SQLite format 3\0" + bytes(90), "SQLite"),
    "a PNG": (b"\x89PNG\r\n\x1a\n", "a picture"),
    "a JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
    "RTF": (b"{\\rtf1\\ansi name", "RTF"),
    "a web page": (b"<!doctype html><title>404</title>", "web page"),
    "a web page with a mark": (codecs.BOM_UTF8 + b"  <html>", "web page"),
    "KML": (b'<?xml version="1.0"?><kml></kml>', "XML"),
    "a list in JSON": (b'[{"name": "One"}]', "list in JSON"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(60), "NUL bytes"),
    "a ZIP named .csv": (lambda: archive({"places.csv": HEADER + ROW}), "no workbook"),
    "an empty ZIP": (lambda: archive({}), "no workbook"),
    "a ZIP cut off": (lambda: workbook()[:900], "damaged archive"),
    "a ZIP with a flipped byte": (lambda: workbook_with(b"\0" * 100)[:-30] + bytes(30), "damaged archive"),
    "a bomb that says so": (lambda: archive({"xl/workbook.xml": b"x", SHEET: bytes(BIG)}), "unpacks to more than"),
    "a bomb that lies": (lying, "unpacks to more than|another size"),
    "a ZIP of 6,000 parts": (lambda: archive({f"xl/{n}": b"" for n in range(6_000)}), "6,000 files"),
    "a locked workbook": (locked, "password"),
    "a workbook without a sheet": (lambda: archive({"xl/workbook.xml": b"<workbook/>"}), "cannot be read as a workbook|no sheet"),
    "a workbook of garbage": (lambda: archive({"xl/workbook.xml": b"\xff\xfe garbage"}), "cannot be read as a workbook|no sheet"),
    "a sheet that breaks off": (lambda: workbook_with(sheet(cell(b"A1", b"name"))[:-40]), "cannot be read|no sheet|no rows"),
    "an empty sheet": (lambda: workbook([]), "no sheet with anything"),
    "a sheet with only a header": (lambda: workbook(["name", "town"]), "no rows below"),
    "two cells a billion cells apart": (
        lambda: workbook_with(sheet(cell(b"A1", b"name") + cell(b"XFD1048576", b"far"))),
        "far too large|columns",
    ),
    "a sheet of 2,000 columns": (lambda: workbook([f"c{n}" for n in range(2_000)], ["x"] * 2_000), "2,000 columns"),
    "a cell of a sheet too long": (
        lambda: workbook_with(sheet(cell(b"A1", b"name") + cell(b"A2", b"x" * 200_000))),
        "more than 131,072",
    ),
    "a sheet with a laughing bomb": (
        lambda: workbook_with(
            b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + sheet(cell(b"A1", b"&b;"))
        ),
        "cannot be read|no sheet|no rows",
    ),
    "an old workbook of garbage": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "cannot be read as a workbook"),
    "an ODS that repeats a billion times": (
        lambda: ods(b"<table:table-row table:number-rows-repeated='1000000000'>" + CELL_A * 2 + b"</table:table-row>"),
        "far too large|columns|names",
    ),
    "an ODS a billion cells wide": (
        lambda: ods(b"<table:table-row>" + CELL_A.replace(b"cell o", b"cell table:number-columns-repeated='1000000000' o")
                    + b"</table:table-row>"),
        "far too large|columns",
    ),
    "an ODS of nothing": (lambda: ods(b""), "no sheet|cannot be read"),
    "JSON of something else": (b'{"name": "One", "town": "Leeds"}', "without a list of features"),
    "no features": (geojson(), "no places in it"),
    "JSON cut off": (lambda: geojson(feature(name="One"), feature(name="Two"))[:-30], "not whole JSON"),
    "JSON cut off at once": (b'{"type": "FeatureColl', "not whole JSON"),
    "JSON with a word in it": (b'{"type": "FeatureCollection", "features": [oops]}', "not whole JSON"),
    "JSON with a NUL": (b'{"type": "FeatureCollection", "features": [{"a\0": 1}]}', "not whole JSON"),
    "JSON in UTF-16": ('{"type": "FeatureCollection", "features": []}'.encode("utf-16"), "no rows below"),
    "JSON in cp1252": ('{"type": "FeatureCollection", "features": [{"x": "é"}]}'.encode("cp1252"), "not whole JSON"),
    "metres": (b'{"crs": {"properties": {"name": "EPSG:27700"}}, "features": [{}]}', "in degrees"),
    "a number without end": (geojson(feature(name="One", n=10**300)), "not whole JSON"),
    "a property of 50 MB": (lambda: geojson(feature(name="x" * 50_000_000)), "more than 131,072"),
    "6,000 properties": (lambda: geojson(feature(**{f"p{n}": n for n in range(6_000)})), "different properties"),
    "1,500 properties": (lambda: geojson(feature(**{f"p{n}": n for n in range(1_500)})), "columns"),
    "a Parquet cut off": (lambda: parquet()[:-9], "damaged Parquet"),
    "a Parquet of garbage": (b"PAR1" + bytes(range(256)) + b"PAR1", "damaged Parquet"),
    "a Parquet with its end garbled": (lambda: parquet()[:-60] + bytes(52) + parquet()[-8:], "damaged Parquet"),
    "an empty Parquet": (
        lambda: (pq.write_table(pa.table({"name": pa.array([], pa.string())}), out := io.BytesIO()), out.getvalue())[1],
        "no places in it",
    ),
    "an extract cut off": (lambda: extract()[:60], "damaged extract"),
    "an extract of garbage": (b"\0\0\0\x0e\n\tOSMHeader\x18\x99\x99" + bytes(90), "damaged extract"),
    "an extract without places": (lambda: extract(tags={"highway": "bus_stop"}), "no places in it"),
}  # fmt: skip


def extract(tags: dict[str, str] | None = None) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.osm.pbf"
        with osmium.SimpleWriter(str(path)) as writer:
            writer.add_node(osmium.osm.mutable.Node(id=1, location=(1, 2), tags=tags or {"amenity": "cafe", "name": "One"}))
        return path.read_bytes()


def taken(path: Path) -> int:
    """Take a file the whole way to clean places; every row is a place or rejected, and their number is given."""
    table = tables.read(path)
    mapping = columns.find(path.stem, table.header, tables.sample(table))
    rows = 0
    for chunk in table.chunks():
        checked = venues.check(chunk, mapping)
        rejected = sum(1 for problem in checked.problems if problem.severity == "rejected")
        assert chunk.rows == checked.places.num_rows + rejected
        rows += chunk.rows
    return rows


def write(folder: Path, content: Content) -> Path:
    path = folder / "places.csv"
    path.write_bytes(content if isinstance(content, bytes) else content())
    return path


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_a_table_gets_one_sentence_and_leaves_nothing_behind(tmp_path: Path, case: str) -> None:
    content, said = REFUSED[case]
    path = write(tmp_path, content)
    with pytest.raises(BadTable, match=said) as error:
        taken(path)
    sentence = str(error.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert len(sentence) < 400
    assert list(tmp_path.iterdir()) == [path]


# What is a table all the same: its rows, and the names that come out.
SCRIPT, FORMULA = "<script>alert(1)</script>", '=HYPERLINK("http://evil.example","x")'
TAKEN: dict[str, tuple[Content, list[str | None], int]] = {
    "a script for a name": (HEADER + SCRIPT.encode() + b",Leeds\n", [SCRIPT], 1),
    "HTML for a name": (HEADER + b"<img src=x onerror=alert(1)>,Leeds\n", ["<img src=x onerror=alert(1)>"], 1),
    "a formula for a name": (HEADER + b'"=HYPERLINK(""http://evil.example"",""x"")",Leeds\n', [FORMULA], 1),
    "a command for a name": (HEADER + b"@SUM(1+1)*cmd|' /C calc'!A0,Leeds\n", ["@SUM(1+1)*cmd|' /C calc'!A0"], 1),
    "SQL for a name": (HEADER + b"Robert'); DROP TABLE venue;--,Leeds\n", ["Robert'); DROP TABLE venue;--"], 1),
    "a column named like SQL": (b'name,town,"DROP TABLE venue; --"\nOne,Leeds,x\n', ["One"], 1),
    "a column named like a template": (b"name,town,{{7*7}}\nOne,Leeds,x\n", ["One"], 1),
    "a column without a name": (b"name,town,\nOne,Leeds,x\n", ["One"], 1),
    "two columns of one name": (b"name,town,name\nOne,Leeds,x\nTwo,York,y\n", ["One", "Two"], 2),
    "a row too short": (HEADER + ROW + b"Two\n" + ROW, ["One", "One"], 3),
    "a row too long": (HEADER + ROW + b"Two,York,more,cells\n" + ROW, ["One", "One"], 3),
    "rows of all lengths": (b"name,town,x\n" + b"".join(b"a" + b"," * n + b"\n" for n in range(7)) + b"One,Leeds,\n", ["One"], 8),
    "right to left": (HEADER + "‮eert,Leeds\n".encode(), ["‮eert"], 1),
    "letters without end": (HEADER + ("Z" + "̴" * 100 + ",Leeds\n").encode(), ["Z" + "̴" * 100], 1),
    "a name too long": (HEADER + b"x" * 100_000 + b",Leeds\n" + ROW, ["One"], 2),
    "a name of blanks": (HEADER + b"   ,Leeds\n" + ROW, ["One"], 2),
    "control characters": (HEADER + b"O\x07n\x1be,Leeds\n", ["O\x07n\x1be"], 1),
    "quotation marks inside": (HEADER + b'Say "hi" now,Leeds\n', ['Say "hi" now'], 1),
    "line ends of three kinds": (b"name,town\nOne,Leeds\r\nTwo,York\rThree,Hull\n", ["One", "Two", "Three"], 3),
    "no line end at the end": (HEADER + b"One,Leeds", ["One"], 1),
    "a sheet with a formula": (lambda: workbook(["name", "town"], ["One", "Leeds"], ["=1+1", "York"]), ["One"], 2),
    "a sheet with a script": (lambda: workbook(["name", "town"], [SCRIPT, "Leeds"]), [SCRIPT], 1),
    "a sheet with a hole in it": (lambda: workbook(["name", "town"], ["One", "Leeds"], [], ["Two", "York"]), ["One", "Two"], 3),
    "features that are no objects": (geojson(1, "x", None, [], feature(name="One")), ["One"], 5),
    "coordinates that are none": (
        geojson(feature(name="One"), {"geometry": {"coordinates": ["a", {}]}, "properties": {"name": "Two"}}), ["One"], 2
    ),
    "coordinates from elsewhere": (
        geojson(feature(name="One"), feature(name="Three"), {"geometry": {"coordinates": [1e308, -1e308]}, "properties": {"name": "Two"}}), ["One", "Three"], 3
    ),
    "properties a thousand levels deep": (
        b'{"features": [{"geometry": {"type": "Point", "coordinates": [-1.5, 53.8]}, "properties": {"name": "One", "deep": '
        + b"[" * 200 + b"]" * 200 + b"}}]}", ["One"], 1,
    ),
    "a script in a property": (geojson(feature(name=SCRIPT)), [SCRIPT], 1),
    "an extract": (extract, ["One"], 1),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_a_table_keeps_every_row_and_its_text_as_it_is(tmp_path: Path, case: str) -> None:
    content, names, rows = TAKEN[case]
    path = write(tmp_path, content)
    assert taken(path) == rows
    table = tables.read(path)
    mapping = columns.find("x", table.header, tables.sample(table))
    kept = [name for chunk in table.chunks() for name in venues.check(chunk, mapping).places["name"].to_pylist()]
    assert kept == names
    assert list(tmp_path.iterdir()) == [path]


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(TAKEN) >= 80


STARTS = [
    b"",
    codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE,
    b"PAR1",
    b"PK\x03\x04",
    b'{"features": [',
    b'{"elements": [',
    HEADER,
    b"\x1e{",
]
BYTES = st.builds(
    lambda start, rest, end: start + rest + end,
    st.sampled_from(STARTS),
    st.binary(max_size=200),
    st.sampled_from([b"", b"]}", b"PAR1"]),
)


@settings(max_examples=300, deadline=None)
@given(BYTES)
def test_any_bytes_are_rows_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    with suppress(FlockError):
        taken(write(tmp_path_factory.getbasetemp(), content))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["workbook", "parquet", "extract", "geojson"]), st.integers(0, 10_000), st.integers(0, 255), st.booleans())
def test_a_good_file_with_a_byte_changed_or_cut_off_is_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, kind: str, at: int, byte: int, cut: bool
) -> None:
    whole = GOOD[kind]
    at %= len(whole)
    with suppress(FlockError):
        taken(write(tmp_path_factory.getbasetemp(), whole[:at] if cut else whole[:at] + bytes([byte]) + whole[at + 1 :]))


GOOD = {"workbook": workbook(), "parquet": parquet(), "extract": extract(), "geojson": geojson(feature(name="One"))}


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=3), st.sampled_from(['"', "'", "", "x"]), st.integers(-3, 9), st.sampled_from(["", "utf-8", "utf-16", "cp1252", "rot13", "x"]),
    st.lists(st.text(max_size=3), max_size=3),
)  # fmt: skip
def test_any_reading_that_a_person_says_is_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, delimiter: str, quote: str, line: int, encoding: str, nulls: list[str]
) -> None:
    path = write(tmp_path_factory.getbasetemp(), b"name,town\nOne,Leeds\nTwo,'York'\n\"Three\",Hull\n")
    with suppress(FlockError):
        for chunk in tables.read(path, Reading("csv", encoding, delimiter, quote, line, tuple(nulls))).chunks():
            assert chunk.rows == len(chunk.lines) + len(chunk.ragged)
