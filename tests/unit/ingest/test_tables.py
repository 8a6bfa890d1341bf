"""Files as they come: how they are written is found out, and what is no table gets a sentence."""

import codecs
import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flock.errors import BadTable, FlockError
from flock.ingest import header_rows, null_words, tables
from flock.ingest.tables import Table

PLACES = [["name", "town", "price"], ["Café Déjà-vu", "Zürich", "£2.40"], ["Œuvre d’art", "Köln", "€3"]]
WORDS = [["name", "town"], ["Bibliothèque municipale", "Orléans"], ["Bücherei", "Müncheberg"], ["El Niño", "Logroño"]]


def file_of(folder: Path, content: bytes, name: str = "places.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read_bytes(folder: Path, content: bytes) -> Table:
    return tables.read(file_of(folder, content))


def text_of(rows: list[list[str]], delimiter: str = ",", line_end: str = "\r\n") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return stream.getvalue()


def rows_of(table: Table) -> list[list[str]]:
    return [list(row) for chunk in table.chunks() for row in zip(*chunk.columns, strict=True)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found_out(tmp_path: Path, delimiter: str, line_end: str) -> None:
    rows = [
        ["name", "note", "town"],
        ["One", "a, b; c | d", "Leeds"],
        ["Two", f"line{line_end}break", "York"],
        ["Three", 'say "hi"', ""],
    ]
    table = read_bytes(tmp_path, text_of(rows, delimiter, line_end).encode())
    assert table.reading.delimiter == delimiter
    assert [table.header, *rows_of(table)] == rows


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_found_out(tmp_path: Path, written: str, found: str) -> None:
    table = read_bytes(tmp_path, text_of(PLACES).encode(written))
    assert table.reading.encoding == found
    assert [table.header, *rows_of(table)] == PLACES


@pytest.mark.parametrize("written", ["cp1252", "latin-1", "mac-roman"])
def test_single_byte_encodings_are_told_apart_by_their_words(tmp_path: Path, written: str) -> None:
    assert rows_of(read_bytes(tmp_path, text_of(WORDS).encode(written))) == WORDS[1:]


def test_an_accent_far_down_still_counts(tmp_path: Path) -> None:
    plain = "name,town\n" + "Library,Leeds\n" * 100_000
    assert read_bytes(tmp_path, (plain + "Café,Leeds\n").encode()).reading.encoding == "utf-8"
    assert read_bytes(tmp_path, (plain + "Café,Leeds\n").encode("cp1252")).reading.encoding == "cp1252"


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, b'name,town\n\nOne,"a\nb\nc"\n\n   \nTwo,York\nThree\n')
    (chunk,) = table.chunks()
    assert chunk.lines == [3, 8]
    assert [row.problem.line for row in chunk.ragged] == [9]
    assert chunk.rows == 3


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    content = b"Libraries of the North,,\nas of 2023,,\n\nname,town,postcode\nOne,Leeds,LS1 1UR\nTwo,York,YO1 7HH\n"
    table = read_bytes(tmp_path, content)
    assert (table.reading.header_line, table.header) == (4, ["name", "town", "postcode"])
    assert [line for chunk in table.chunks() for line in chunk.lines] == [5, 6]


def test_semicolons_inside_cells_do_not_make_a_delimiter(tmp_path: Path) -> None:
    rows = [["name", "hours"], *[[f"Place {i}", "Mo 9:00-17:00; Tu 9:00-17:00; We 9:00-17:00"] for i in range(20)]]
    assert read_bytes(tmp_path, text_of(rows).encode()).reading.delimiter == ","


@pytest.mark.parametrize(("row", "cells"), [("One", 1), ("One,Leeds,LS1 1UR,more", 4), ("One,Leeds", 2)])
def test_a_row_with_too_few_or_too_many_cells_is_left_out_with_its_line(tmp_path: Path, row: str, cells: int) -> None:
    table = read_bytes(tmp_path, f"name,town,postcode\nTwo,York,YO1 7HH\n{row}\nThree,Hull,HU1 1AA\n".encode())
    (chunk,) = table.chunks()
    assert chunk.columns[0] == ("Two", "Three")
    (ragged,) = chunk.ragged
    problem = ragged.problem
    assert list(ragged.cells) == row.split(",")
    assert (problem.line, problem.severity) == (3, "rejected")
    assert f"{cells} cells where the header has 3" in problem.sentence


def test_a_delimiter_at_the_end_of_every_row_moves_nothing(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, b"name,town\nOne,Leeds,\nTwo,York,\n")
    assert rows_of(table) == [["One", "Leeds"], ["Two", "York"]]


def test_a_header_that_is_one_cell_short_is_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="2 column names, and the rows below it have 3 cells"):
        read_bytes(tmp_path, b"name,town\n1,One,Leeds\n2,Two,York\n")


def test_large_tables_come_in_chunks(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, b"name,town\n" + b"One,Leeds\n" * 45)
    chunks = list(table.chunks(20))
    assert [chunk.rows for chunk in chunks] == [20, 20, 5]
    assert chunks[-1].share_read == 1.0
    assert [line for chunk in chunks for line in chunk.lines] == list(range(2, 47))


HEADER = b"name,town,postcode\n"
ROW = b"One,Leeds,LS1 1UR\n"
BAD = {
    "empty": (b"", "is empty"),
    "blank": (b"  \n\n \r\n", "is empty"),
    "only a byte order mark": (codecs.BOM_UTF8, "is empty"),
    "only a header": (HEADER, "no rows below"),
    "only a header and blank lines": (HEADER + b"\n\n", "no rows below"),
    "NUL bytes": (HEADER + b"One\0,Leeds,LS1 1UR\n", "NUL bytes"),
    "NUL bytes far down": (HEADER + ROW * 200_000 + b"One\0,Leeds,LS1 1UR\n", "NUL bytes"),
    "a ZIP or XLSX": (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), "damaged archive"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read as a workbook"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(30), "gzip"),
    "Parquet": (b"PAR1\x15\x04" + bytes(30), "damaged Parquet"),
    "SQLite": (b"SQLite format 3\0" + bytes(90), "SQLite"),
    "JSON": (b'{"type": "FeatureCollection", "features": []}', "has no places in it"),
    "a web page": (codecs.BOM_UTF8 + b"<!doctype html><title>404</title>", "web page"),
    "10,000 columns": (b",".join(b"c%d" % i for i in range(10_000)) + b"\n" + b"," * 9_999 + b"\n", "10,000 columns"),
    "a cell of 50 MB": (HEADER + b"One," + b"x" * 50_000_000 + b",LS1 1UR\n", "line of more than"),
    "a quoted cell of 50 MB": (HEADER + b'One,"' + b"x\n" * 25_000_000 + b'",LS1 1UR\n', "cell of more than 131,072"),
    "a quotation mark never closed": (HEADER + ROW + b'Two,"York,YO1 7HH\n' + ROW, "opens in line 3 and is never closed"),
    "a surrogate in UTF-16": (b"\xff\xfe" + "name,town\nOne,".encode("utf-16-le") + b"\x00\xd8\n\x00", "Save it again as CSV"),
    "half a character in UTF-16": (b"\xff\xfe" + "name,town\nOne,Leeds".encode("utf-16-le") + b"\x41", "Save it again as CSV"),
    "nothing but delimiters": (b",,,\n" * 40, "no row of column names"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_table_gets_one_sentence(tmp_path: Path, case: str) -> None:
    content, sentence = BAD[case]
    path = file_of(tmp_path, content)
    with pytest.raises(BadTable, match=sentence) as error:
        for _ in tables.read(path).chunks():
            pass
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="no file"):
        tables.read(tmp_path / "nowhere.csv")
    with pytest.raises(BadTable, match="is a folder"):
        tables.read(tmp_path)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_table_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = file_of(tmp_path_factory.getbasetemp(), content, "any.csv")
    with suppress(FlockError):
        for chunk in tables.read(path).chunks():
            assert all(len(column) == len(chunk.lines) for column in chunk.columns)
            assert chunk.rows == len(chunk.lines) + len(chunk.ragged)


CELLS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff") | st.sampled_from('\n,;"|'), max_size=12
)


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    assume(not any(header_rows.known(row) for row in rows))  # a row of column names below a title is the header
    header = [f"column {number}" for number in range(len(rows[0]))]
    path = file_of(tmp_path_factory.getbasetemp(), text_of([header, *rows], line_end="\n").encode(), "back.csv")
    table = tables.read(path)
    assert table.header == header
    emptied = set(table.reading.null_words) - null_words.ALWAYS  # those that always mean nothing are left to each field
    assert rows_of(table) == [["" if cell in emptied else cell for cell in row] for row in rows]
