"""Whether a ZIP archive is what it says before anybody unpacks it: a small bomb can hold what no memory does."""

import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from flock.errors import BadTable

MOST_BYTES = 512 << 20  # of the parts of a workbook, unpacked
MOST_PARTS = 5_000
_BLOCK = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s5HLLLHH")


def parts(path: Path) -> frozenset[str]:
    """Give the names of the parts of an archive, after measuring what they really unpack to.

    Raises:
        BadTable: broken, locked by a password, or larger than it says or than may be.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            members = archive.infolist()
            if len(members) > MOST_PARTS:
                raise BadTable(f"{path.name} is an archive of {len(members):,} files. That is no workbook.")
            if any(member.flag_bits & 1 for member in members):
                raise BadTable(f"{path.name} is locked with a password. Save it without one.")
            if sum(member.file_size for member in members) > MOST_BYTES:
                raise _too_large(path)
            left = MOST_BYTES
            for member in members:
                left -= _measure(path, file, member, left)
            return frozenset(member.filename for member in members)
    except BadTable:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise BadTable(f"{path.name} is a damaged archive. Save the workbook again, or as CSV (UTF-8).") from error


def _measure(path: Path, file: BinaryIO, member: zipfile.ZipInfo, most: int) -> int:
    """Unpack one part without keeping it and give its true size."""
    file.seek(member.header_offset)
    fields = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    file.seek(fields[9] + fields[10], 1)  # name and extra field
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise BadTable(f"{path.name} is packed in a way that workbooks are not. Save it again, or as CSV (UTF-8).")
    unpack, size, left = zlib.decompressobj(-15), 0, member.compress_size
    while not unpack.eof and (left or unpack.unconsumed_tail):
        packed = unpack.unconsumed_tail or file.read(min(left, _BLOCK))
        left -= 0 if unpack.unconsumed_tail else len(packed)
        if not packed:
            break
        size += len(unpack.decompress(packed, _BLOCK))
        if size > most:
            raise _too_large(path)
    if size != member.file_size:
        raise BadTable(f"{path.name} is a damaged archive: a part of it has another size than it says. Save it again.")
    return size


def _too_large(path: Path) -> BadTable:
    return BadTable(f"{path.name} unpacks to more than {MOST_BYTES >> 20} MB. Save the sheet with the places as CSV (UTF-8).")
