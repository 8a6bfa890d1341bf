"""What kind of file this is, told by its first bytes; its name is not believed."""

import codecs
from pathlib import Path

from flock.errors import BadTable

_HEAD = 4_096
_BLANK = 1 << 20
_NOT_READ = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text with layout (RTF)"),
    (b"[{", "a list in JSON, not GeoJSON"),
    (b"[\n", "a list in JSON, not GeoJSON"),
    (b"<", "a web page or XML"),
)


def recognise(path: Path) -> str:
    """Tell how to read a file: "text", "workbook", "json", "parquet" or "osm".

    Raises:
        BadTable: missing, a folder, not readable, empty, or of a kind that is no table.
    """
    head = _head(path)
    stripped = head.strip()
    if not stripped:
        raise BadTable(f"{path.name} is empty. It needs a row of column names and a row for each place.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return "workbook"
    if head.startswith(b"PAR1"):
        return "parquet"
    if b"OSMHeader" in head[:64]:
        return "osm"
    for magic, what in _NOT_READ:
        if stripped.startswith(magic):
            raise BadTable(
                f"{path.name} is {what}. Flock reads CSV, XLSX, ODS, GeoJSON, Parquet and .osm.pbf; "
                "open it where it comes from and save it as CSV (UTF-8)."
            )
    return "json" if stripped.startswith(b"{") or stripped.startswith(b"\x1e{") else "text"


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if head.startswith(codecs.BOM_UTF8) or head.isspace():
                head = (head.removeprefix(codecs.BOM_UTF8) + file.read(_BLANK)).lstrip()[:_HEAD]
    except FileNotFoundError as error:
        raise BadTable(f"There is no file {path}. Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise BadTable(f"{path} is a folder. Give one of the tables in it.") from error
    except (OSError, ValueError) as error:
        raise BadTable(f"{path} cannot be read. Check that you may open it.") from error
    return head
