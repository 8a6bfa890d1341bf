"""Workbooks, GeoJSON, Parquet and OpenStreetMap extracts give the same table as a CSV does (I1)."""

import datetime
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import osmium
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from flock.errors import BadTable
from flock.ingest import columns, tables, venues
from flock.ingest.reading import Reading
from flock.ingest.tables import Table

HEADER = ["name", "town", "lat", "lon"]
PLACES: list[list[Any]] = [
    ["Café Eins", "Köln", 50.9375, 6.9603],
    ["Two & Co", "Leeds", 53.8, -1.55],
    ["Three", None, 51.0, -2.5],
]
TEXTS = [["Café Eins", "Köln", "50.9375", "6.9603"], ["Two & Co", "Leeds", "53.8", "-1.55"], ["Three", "", "51", "-2.5"]]


def rows_of(table: Table, rows: int = 2) -> list[tuple[int, list[str]]]:
    return [
        (line, list(row))
        for chunk in table.chunks(rows)
        for line, row in zip(chunk.lines, zip(*chunk.columns, strict=True), strict=True)
    ]


def xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def ods(path: Path, rows: list[list[Any]]) -> Path:
    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        shown = str(value).replace("&", "&amp;")
        return f'<table:table-cell office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0"><office:body><office:spreadsheet><table:table table:name="Places">{lines}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:x"/>')
    return path


def test_a_sheet_is_a_table_with_its_rows_for_lines(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "places.xlsx", {"Sheet": [["Places of the North"], [], HEADER, *PLACES]})
    table = tables.read(path)
    assert table.reading == Reading("xlsx", sheet="Sheet", header_line=3)
    assert (table.header, rows_of(table)) == (HEADER, list(zip([4, 5, 6], TEXTS, strict=True)))
    assert [chunk.share_read for chunk in table.chunks()] == [1.0]


def test_an_open_document_sheet_is_a_table(tmp_path: Path) -> None:
    table = tables.read(ods(tmp_path / "places.ods", [HEADER, *PLACES]))
    assert table.reading == Reading("ods", sheet="Places", header_line=1)
    assert rows_of(table) == list(zip([2, 3, 4], TEXTS, strict=True))


def test_the_sheet_with_the_places_is_found_and_another_can_be_chosen(tmp_path: Path) -> None:
    sheets = {
        "Read me": [["How to use this"], ["Ask us"]],
        "Places": [HEADER, *PLACES],
        "Staff": [["who", "when"], ["Ann", "May"]],
    }
    path = xlsx(tmp_path / "book.xlsx", sheets)
    table = tables.read(path)
    assert (table.reading.sheet, table.sheets) == ("Places", ("Read me", "Places", "Staff"))
    assert tables.read(path, Reading("xlsx", sheet="Staff", header_line=1)).header == ["who", "when"]
    with pytest.raises(BadTable, match="no sheet «Nowhere»"):
        tables.read(path, Reading("xlsx", sheet="Nowhere", header_line=1))


def test_cells_of_a_sheet_come_as_a_person_would_write_them(tmp_path: Path) -> None:
    row = [7, 2.5, True, datetime.date(2024, 5, 14), datetime.time(9, 30), "=1+1", None, "=HYPERLINK(1)"]
    path = xlsx(tmp_path / "cells.xlsx", {"S": [["name", *"bcdefgh"], ["One", *row[1:]], [7, *row[1:]]]})
    assert rows_of(tables.read(path))[1] == (3, ["7", "2.5", "true", "2024-05-14", "09:30", "", "", ""])


def test_a_sheet_that_does_not_begin_in_the_first_row_keeps_its_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate([HEADER, *PLACES], 5):
        for column, value in enumerate(row, 3):
            book.active.cell(number, column, value)
    book.save(tmp_path / "low.xlsx")
    table = tables.read(tmp_path / "low.xlsx")
    assert (table.header, table.reading.header_line) == (HEADER, 5)
    assert rows_of(table) == list(zip([6, 7, 8], TEXTS, strict=True))


def features(*shapes: Any) -> list[dict[str, Any]]:
    return [
        {"type": "Feature", "geometry": shape, "properties": {"name": f"Place {n}", "tags": {"wifi": "yes", "n": n}, "ok": True}}
        for n, shape in enumerate(shapes, 1)
    ]


POINT = {"type": "Point", "coordinates": [-1.5, 53.8]}
SQUARE = {"type": "Polygon", "coordinates": [[[0, 50], [2, 50], [2, 52], [0, 52], [0, 50]]]}
GEOJSON_ROWS = [
    (1, ["53.8", "-1.5", "Place 1", "yes", "1", "true"]),
    (2, ["51.0", "1.0", "Place 2", "yes", "2", "true"]),
    (3, ["", "", "Place 3", "yes", "3", "true"]),
]


@pytest.mark.parametrize("start", ["", "\ufeff", " \n"])
@pytest.mark.parametrize("form", ["collection", "lines", "marked lines"])
def test_features_are_rows_and_areas_stand_at_their_middle(tmp_path: Path, form: str, start: str) -> None:
    found = features(POINT, SQUARE, None)
    text = {
        "collection": lambda: json.dumps({"name": "x", "type": "FeatureCollection", "features": found}),
        "lines": lambda: "\n".join(map(json.dumps, found)),
        "marked lines": lambda: "".join(f"\x1e{json.dumps(feature)}\n" for feature in found),
    }[form]()
    path = tmp_path / "places.geojson"
    path.write_text(start + text, "utf-8")
    table = tables.read(path)
    assert table.header == ["latitude", "longitude", "name", "tags.wifi", "tags.n", "ok"]
    assert rows_of(table) == GEOJSON_ROWS


def test_other_coordinates_than_degrees_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "grid.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features(POINT)}), "utf-8")
    with pytest.raises(BadTable, match=r"EPSG::27700.*in degrees"):
        tables.read(path)


def test_parquet_is_a_table_with_structures_laid_out(tmp_path: Path) -> None:
    names = pa.array([{"primary": row[0]} for row in PLACES])
    listed = pa.array([["a", "b"], None, []])
    frame = pa.table({"names": names, "town": [row[1] for row in PLACES], "lat": [50.9375, None, 51.0], "tags": listed})
    pq.write_table(frame, tmp_path / "places.parquet")
    table = tables.read(tmp_path / "places.parquet")
    assert table.header == ["names.primary", "town", "lat", "tags"]
    assert rows_of(table)[:2] == [(1, ["Café Eins", "Köln", "50.9375", "a; b"]), (2, ["Two & Co", "Leeds", "", ""])]


def test_geoparquet_points_become_degrees(tmp_path: Path) -> None:
    shapes = [shapely.to_wkb(shapely.Point(-1.5, 53.8)), shapely.to_wkb(shapely.box(0, 50, 2, 52)), b"nonsense"]
    frame = pa.table({"name": ["a", "b", "c"], "geom": pa.array(shapes, pa.binary())})
    geo = {"version": "1.0.0", "primary_column": "geom", "columns": {"geom": {"encoding": "WKB"}}}
    pq.write_table(frame.replace_schema_metadata({"geo": json.dumps(geo)}), tmp_path / "geo.parquet")
    table = tables.read(tmp_path / "geo.parquet")
    assert table.header == ["latitude", "longitude", "name"]
    assert rows_of(table) == [(1, ["53.8", "-1.5", "a"]), (2, ["51.0", "1.0", "b"]), (3, ["", "", "c"])]


def extract(path: Path) -> Path:
    place = {"amenity": "cafe", "name": "Node Café", "internet_access": "wlan", "internet_access:fee": "no"}
    with osmium.SimpleWriter(str(path)) as writer:
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(-2.6, 51.45), tags=place))
        writer.add_node(osmium.osm.mutable.Node(id=2, location=(-2.6, 51.46), tags={"amenity": "bench", "name": "Seat"}))
        writer.add_node(osmium.osm.mutable.Node(id=3, location=(-2.6, 51.46), tags={"amenity": "cafe"}))
        for number, spot in enumerate([(0, 50), (2, 50), (2, 52), (0, 52)], 10):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=spot))
        writer.add_way(osmium.osm.mutable.Way(id=7, nodes=[10, 11, 12, 13, 10], tags={"amenity": "library", "name": "Area"}))
        writer.add_way(osmium.osm.mutable.Way(id=8, nodes=[10, 11, 12, 13, 10]))
        members = [("w", 8, "outer")]
        tags = {"type": "multipolygon", "tourism": "museum", "name": "Several"}
        writer.add_relation(osmium.osm.mutable.Relation(id=9, members=members, tags=tags))
    return path


def test_places_of_an_extract_come_with_their_facts_and_their_licence(tmp_path: Path) -> None:
    table = tables.read(extract(tmp_path / "small.osm.pbf"))
    assert table.reading == Reading("osm")
    found = [dict(zip(table.header, row, strict=True)) for _, row in rows_of(table)]
    assert [(place["osm"], place["name"], place["kind"], float(place["lat"]), float(place["lon"])) for place in found] == [
        ("node/1", "Node Café", "cafe", 51.45, -2.6),
        ("way/7", "Area", "library", 51.0, 1.0),
        ("relation/9", "Several", "museum", 51.0, 1.0),
    ]
    assert found[0]["wifi"] == "free"
    assert {(place["source"], place["licence"]) for place in found} == {("© OpenStreetMap contributors", "ODbL 1.0")}
    (chunk,) = table.chunks()
    checked = venues.check(chunk, columns.find("small", table.header, chunk.columns))
    assert (checked.places.num_rows, checked.problems) == (3, [])


WRITERS: dict[str, Callable[[Path, list[list[Any]]], object]] = {
    "places.csv": lambda path, rows: path.write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8"),
    "places.tsv": lambda path, rows: path.write_text("\n".join("\t".join(map(str, row)) for row in rows), "utf-16"),
    "places.xlsx": lambda path, rows: xlsx(path, {"S": rows}),
    "places.ods": ods,
    "places.parquet": lambda path, rows: pq.write_table(
        pa.table(dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))), path
    ),
    "places.geojson": lambda path, rows: path.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "geometry": {"type": "Point", "coordinates": [row[3], row[2]]},
                        "properties": {"name": row[0], "town": row[1]},
                    }
                    for row in rows[1:]
                ],
            }
        ),
        "utf-8",
    ),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_places_in_each_format_are_the_same_rows(tmp_path: Path, name: str) -> None:
    places = [HEADER, *([f"Place {n}", "Leeds", 53.8 + n / 100, -1.5 - n / 100] for n in range(700))]
    WRITERS[name](tmp_path / name, places)
    table = tables.read(tmp_path / name)
    mapping = columns.find("places", table.header, tables.sample(table))
    assert sorted(mapping.fields) == ["lat", "lon", "name", "town"]
    checked = [venues.check(chunk, mapping) for chunk in table.chunks(300)]
    assert sum(one.places.num_rows for one in checked) == 700
    assert [place for one in checked for place in one.places["name"].to_pylist()] == [row[0] for row in places[1:]]
    assert all(not one.problems for one in checked)


def test_a_format_is_told_by_its_bytes_not_by_its_name(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "book.xlsx", {"S": [HEADER, *PLACES]}).rename(tmp_path / "book.csv")
    assert tables.read(path).reading.format == "xlsx"
