"""The places of an area as OpenStreetMap has them, asked of an Overpass server as its usage policy demands.

One question at a time for the whole app, with a name and a contact, a limit to the area, to the time and to what comes back.
The answer is put into a file, which is then a table like any other.
"""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Collection
from http.client import HTTPException
from pathlib import Path

from flock import __version__
from flock.domain.positions import Bounds
from flock.errors import BadTable, MapServerUnavailable, of_disk
from flock.ingest import osm_tags

MOST_DEGREES = 1.0  # of latitude and of longitude: a large city and its surroundings
MOST_BYTES = 200 << 20
SERVER_TIMEOUT_S = 60
_TIMEOUT_S = SERVER_TIMEOUT_S + 15.0
_BLOCK = 1 << 16
_END = 1 << 12

_turn = threading.Lock()  # one for the process, however many askers there are


class Overpass:
    """Asks an Overpass server. Safe to share between threads."""

    def __init__(self, url: str, *, contact: str, timeout_s: float = _TIMEOUT_S) -> None:
        self._url = url
        self._host = urllib.parse.urlsplit(url).netloc
        self._agent = f"flock/{__version__} ({contact})"
        self._timeout_s = timeout_s

    def fetch(self, area: Bounds, kinds: Collection[str], into: Path) -> None:
        """Put the named places of some kinds in an area into a file, which `tables.read` understands.

        Raises:
            BadTable: an area that is too large, or no kind.
            MapServerUnavailable: the server did not answer, not in time, or not with all of it.
        """
        request = urllib.request.Request(
            self._url,
            urllib.parse.urlencode({"data": question(area, kinds)}).encode(),
            {"User-Agent": self._agent, "Accept": "application/json"},
        )
        try:
            self._download(request, into)
        except BaseException:
            into.unlink(missing_ok=True)
            raise

    def _download(self, request: urllib.request.Request, into: Path) -> None:
        with _turn:
            try:
                with urllib.request.urlopen(request, timeout=self._timeout_s) as answer, into.open("wb") as file:  # a setting  # nosec B310
                    end, size, until = b"", 0, time.monotonic() + self._timeout_s
                    while block := answer.read1(_BLOCK):
                        if time.monotonic() > until:  # each part in time, but too many of them
                            raise TimeoutError
                        size += len(block)
                        if size > MOST_BYTES:
                            raise self._unavailable(f"sent more than {MOST_BYTES >> 20} MB. Choose a smaller area")
                        file.write(block)
                        end = (end + block)[-_END:]
            except urllib.error.HTTPError as error:
                raise self._unavailable(_refusals(error.code)) from error
            except TimeoutError as error:
                raise self._unavailable("took too long to answer. Try again later, or choose a smaller area") from error
            except (OSError, HTTPException, ValueError) as error:
                if of_disk(error):
                    raise
                raise self._unavailable("does not answer. Try again later, or check FLOCK_OVERPASS_URL") from error
        if not end.strip().endswith(b"}") or b'"elements"' not in _start(into):
            raise self._unavailable("gave an answer that makes no sense. Check FLOCK_OVERPASS_URL")
        if b'"remark"' in end and b"error" in end:
            raise self._unavailable("gave up before it had found everything. Choose a smaller area")

    def _unavailable(self, what: str) -> MapServerUnavailable:
        return MapServerUnavailable(f"The OpenStreetMap server at {self._host} {what}.")


def question(area: Bounds, kinds: Collection[str]) -> str:
    """Write the question in Overpass's own language: nodes, ways and relations that have a name, ways and relations by centre.

    Raises:
        BadTable: an area that is too large, or no kind that OpenStreetMap has tags for.
    """
    if area.north - area.south > MOST_DEGREES or area.east - area.west > MOST_DEGREES:
        raise BadTable(
            f"The area is larger than {MOST_DEGREES:g} degree each way. Choose a smaller one, or upload an .osm.pbf extract."
        )
    wanted = [pair for kind in kinds for pair in osm_tags.KINDS.get(kind, ())]
    if not wanted:
        raise BadTable(f"Choose at least one kind of place: {', '.join(osm_tags.KINDS)}.")
    box = f"({area.south:.6f},{area.west:.6f},{area.north:.6f},{area.east:.6f})"
    parts = "".join(f'nwr[{json.dumps(key)}~"^({"|".join(values)})$"]["name"]{box};' for key, values in wanted)
    return f"[out:json][timeout:{SERVER_TIMEOUT_S}];({parts});out tags center qt;"


def _refusals(code: int) -> str:
    if code == 429:
        return "asks us to slow down. Try again in a few minutes"
    if code in (502, 503, 504):
        return "is too busy. Try again in a few minutes"
    return f"refused the question ({code}). Check FLOCK_OVERPASS_URL"


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_BLOCK)
