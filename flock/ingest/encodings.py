"""Which encoding the bytes of a text file are in, and whether they are text at all.

One pass over the bytes decides. A byte order mark is believed. Without one, bytes that are valid UTF-8 are UTF-8: text in
another encoding almost never is by chance. What remains is one of the old single-byte encodings, told apart by what each
would make of the letters around its accents: «cafŽ» is no word, «café» may be one.
"""

import codecs
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flock.errors import BadTable

_BLOCK = 1 << 20
_LONGEST_LINE = 32 * _BLOCK
_MOST_SNIPPETS = 5_000

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OLD_ENCODINGS = ("cp1252", "mac-roman", "latin-1")
KNOWN = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *_OLD_ENCODINGS, "gb18030", "big5hkscs")
_ACCENT = re.compile(rb"[\x00-\x7f]?[\x80-\xff]+[\x00-\x7f]?")  # with the letters beside it
_CHINESE = re.compile(rb"[\x00-\x7f]?(?:[\xa1-\xf7][\xa1-\xfe])+[\x00-\x7f]?")
_TRADITIONAL = re.compile(
    rb"(?:[\xa1-\xf9][\x40-\x7e\xa1-\xfe]){2,}"
)  # where accents stand alone, as in western text, there are few
_COMMON_CHINESE = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")  # the 3,755 of GB 2312's first level


@dataclass(frozen=True, slots=True)
class Bytes:
    """What one pass over a file found. `encoding` is a name that Python's `open` takes."""

    size: int
    sha256: str
    encoding: str


def examine(path: Path, encoding: str = "") -> Bytes:
    """Read the file once and tell its size, hash and encoding, which may also be said.

    Raises:
        BadTable: not text, with a line too long to be a table's, or an encoding that nobody knows.
    """
    if encoding and encoding not in KNOWN:
        raise BadTable(f"«{encoding[:40]}» is no encoding known here. Known are: {', '.join(KNOWN)}.")
    with path.open("rb") as file:
        head = file.read(_BLOCK)
        file.seek(0)
        wide = encoding if encoding.startswith("utf-16") else None if encoding else _wide_encoding(head)
        found = _pass_over(path, iter(lambda: file.read(_BLOCK), b""), wide)
    return replace(found, encoding=encoding) if encoding else found


def _wide_encoding(head: bytes) -> str | None:
    """Tell an encoding that the first bytes give away: by its mark, or UTF-16 by the zero in every other byte of plain letters."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    sample = head[:2000]
    if len(sample) % 2 == 0 and sample[1::2].count(0) > len(sample) * 0.4 and 0 not in sample[0::2]:
        return "utf-16-le"
    if len(sample) % 2 == 0 and sample[0::2].count(0) > len(sample) * 0.4 and 0 not in sample[1::2]:
        return "utf-16-be"
    return None


def _pass_over(path: Path, blocks: Iterable[bytes], wide: str | None) -> Bytes:
    digest, size, run = hashlib.sha256(), 0, 0
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    snippets: list[bytes] = []
    is_traditional = False
    for block in blocks:
        digest.update(block)
        size += len(block)
        run = 0 if b"\n" in block or b"\r" in block else run + len(block)
        if run > _LONGEST_LINE:
            raise BadTable(f"{path.name} has a line of more than {run >> 20} MB. That is not a table; check how it was saved.")
        if not wide and b"\0" in block:
            raise BadTable(f"{path.name} has NUL bytes in it, so it is not plain text. Save it again as CSV (UTF-8).")
        if utf8 and not wide:
            try:
                utf8.decode(block)
            except UnicodeDecodeError:
                utf8 = None
        if not utf8 and len(snippets) < _MOST_SNIPPETS:
            is_traditional = is_traditional or (not snippets and _is_traditional(block))
            snippets += _ACCENT.findall(block)[:_MOST_SNIPPETS]
    if wide:
        return Bytes(size, digest.hexdigest(), wide)
    return Bytes(size, digest.hexdigest(), "utf-8" if utf8 else "big5hkscs" if is_traditional else _old_encoding(snippets))


def _old_encoding(snippets: list[bytes]) -> str:
    """Choose the single-byte encoding that makes the most words of the accents; the first named wins a draw."""
    if _is_chinese(snippets):
        return "gb18030"
    return max(_OLD_ENCODINGS, key=lambda encoding: sum(_likeliness(snippet, encoding) for snippet in snippets))


def _is_traditional(block: bytes) -> bool:
    """Tell whether nearly all bytes beyond plain letters are in runs of common Big5 characters, a tenth of them with a plain second byte.

    In text of mainland China no second byte is plain.
    """
    runs = b"".join(_TRADITIONAL.findall(block))
    beyond, inside = (sum(byte >= 0x80 for byte in some) for some in (block, runs))
    common = sum(0xA1 <= byte <= 0xC6 for byte in runs[::2])
    plain = sum(byte < 0x80 for byte in runs[1::2])
    return inside > 0.9 * beyond and 2 * common > 1.8 * len(runs[::2]) and 20 * plain > len(runs)


def _is_chinese(snippets: list[bytes]) -> bool:
    """Tell whether the accents come in pairs that are mostly common Chinese characters; in western text they stand alone."""
    paired = [snippet for snippet in snippets if _CHINESE.fullmatch(snippet)]
    common = sum(1 for snippet in paired if _COMMON_CHINESE.search(snippet))
    return len(paired) >= 0.9 * len(snippets) and common >= 0.8 * len(snippets) > 0


def _likeliness(snippet: bytes, encoding: str) -> int:
    try:
        text = snippet.decode(encoding)
    except UnicodeDecodeError:
        return -10
    score = 0
    for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if letter < "\x80":
            continue
        if not letter.isprintable():
            score -= 5
        elif letter.isalpha() and letter.islower():
            score += 1 if before.isalpha() or after.islower() else 0
        elif letter.isalpha():
            score += -2 if before.islower() else 1 if after.isalpha() else 0
        elif before.isalpha() and after.isalpha():
            score += 1 if letter in "’-–·" else -2
        else:
            score += 1 if letter in "’‘“”–—…£€°©®½" else 0
    return score
