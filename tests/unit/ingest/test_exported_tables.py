"""Tables as portals, councils, map services and people's own lists export them: read right without help (I1, I2).

`exported_tables.txt` has them, two thirds of which were invented before anybody looked at how columns are recognised: a line with name, encoding,
delimiter and line of the header, then which column each field must be, then the table.
"""

import re
from pathlib import Path

import pytest

from flock.ingest import columns, tables

FIELDS = frozenset({"name", "address", "house_number", "postcode", "town", "lat", "lon", "position", "lon_lat"}) | frozenset(
    {"easting", "northing", "map_link"}
)
FIELD = re.compile(r"# (\w+): (.+)\n")
SECTIONS = (Path(__file__).parent / "exported_tables.txt").read_text(encoding="utf-8").split("### ")[1:]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.split(" · ")[0])
def test_exported_table_is_read_right_without_help(tmp_path: Path, section: str) -> None:
    head, _, rest = section.partition("\n")
    _, encoding, delimiter, line = head.split(" · ")
    wanted = {}
    while (told := FIELD.match(rest)) and told[1] in FIELDS:
        wanted[told[1]], rest = told[2], rest[told.end() :]
    path = tmp_path / "places.csv"
    path.write_bytes(rest.encode(encoding))
    table = tables.read(path)
    assert (table.reading.delimiter, table.reading.header_line) == ({"tab": "\t"}.get(delimiter, delimiter), int(line))
    assert path.read_bytes().decode(table.reading.encoding) == rest
    found = columns.find("places", table.header, tables.sample(table)).described()
    assert {field: column for field, column in found.items() if field in FIELDS} == wanted


def test_yes_and_no_are_no_towns_though_there_are_towns_called_so() -> None:
    cells = [("One", "Two", "Three"), ("S70 2TA", "S70 2JF", "S72 8UQ"), ("Yes", "No", "Yes")]
    assert "town" not in columns.find("places", ["Name", "Postcode", "Statutory in 2023"], cells).described()
