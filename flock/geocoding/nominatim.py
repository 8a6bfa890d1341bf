"""The outside geocoder: OpenStreetMap's Nominatim, asked as its usage policy demands.

One request a second for the whole app, one at a time, with a name and a contact, and nothing asked twice. A service that did not
answer is left in peace for a while, so that people do not wait for it one after the other.
"""

import functools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, Protocol
from urllib.parse import urlsplit

from geopy import exc
from geopy.adapters import URLLibAdapter
from geopy.geocoders import Nominatim as Client

from flock import __version__
from flock.domain import positions
from flock.domain.gazetteer import Spot
from flock.domain.geocode_memory import Remembered
from flock.domain.positions import LatLon
from flock.errors import GeocoderUnavailable
from flock.geocoding.answers import Answer, Query, Refusal

SOURCE = "OpenStreetMap Nominatim"
ATTRIBUTION = "© OpenStreetMap contributors"
TIMEOUT_S = 10.0
_BETWEEN_S = 1.0
_FIRST_REST_S, _LONGEST_REST_S = 15.0, 240.0
_MOST_BYTES = 1 << 20
_LEAST_M = 25.0  # a house is drawn somewhere on its plot


class Memory(Protocol):
    """Keeps what was said."""

    def recall(self, query: str) -> Remembered | None:
        """Give what was last said to a query, or None if it was never asked."""

    def remember(self, query: str, said: Remembered) -> None:
        """Keep what was said to a query."""


class _Turns:
    """Lets one request through at a time, and no sooner than a second after the one before it began.

    After one that failed none goes for a while, twice as long each time until one is answered.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at = self._rests_until = 0.0
        self._rest_s = _FIRST_REST_S

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._lock:
            if time.monotonic() < self._rests_until:
                raise GeocoderUnavailable(
                    "The address service did not answer a moment ago. Try again in a few minutes, or give a full postcode."
                )
            time.sleep(max(0.0, self._free_at - time.monotonic()))
            self._free_at = time.monotonic() + _BETWEEN_S
            try:
                yield
            except GeocoderUnavailable:
                self._rests_until = time.monotonic() + self._rest_s
                self._rest_s = min(2 * self._rest_s, _LONGEST_REST_S)
                raise
            self._rest_s = _FIRST_REST_S


class _Adapter(URLLibAdapter):  # type: ignore[misc]  # geopy has no types
    """Reads an answer to its end within a time, however slowly it comes. The other adapter asks three times without a pause."""

    def __init__(self, timeout_s: float, **given: Any) -> None:
        super().__init__(**given)
        self._timeout_s = timeout_s

    def _decode_page(self, page: Any) -> str:
        until, content = time.monotonic() + self._timeout_s, b""
        try:
            while (block := page.read1(1 << 16)) and len(content) < _MOST_BYTES:
                content += block
                if time.monotonic() > until:
                    raise TimeoutError
        except TimeoutError as error:
            raise exc.GeocoderTimedOut("Service timed out") from error
        except (OSError, HTTPException) as error:
            raise exc.GeocoderServiceError("Unable to read the response") from error
        return content.decode("utf-8", "replace")


_turns = _Turns()  # one for the process, however many geocoders there are


class Nominatim:
    """Asks a Nominatim server. Safe to share between threads."""

    attribution = ATTRIBUTION

    def __init__(self, url: str, *, contact: str, memory: Memory | None, timeout_s: float = TIMEOUT_S) -> None:
        address = urlsplit(url)
        self._host = address.netloc
        self._client = Client(
            scheme=address.scheme,
            domain=f"{address.netloc}{address.path}".rstrip("/"),
            user_agent=f"flock/{__version__} ({contact})",
            timeout=timeout_s,
            adapter_factory=functools.partial(_Adapter, timeout_s),
        )
        self._memory = memory

    def geocode(self, query: Query) -> Answer | Refusal:
        """Answer one query from memory, or by asking.

        Raises:
            GeocoderUnavailable: the server did not answer, or not with an answer.
        """
        text = _text(query)
        if not text:
            return Refusal("There is nothing to look for. Give an address.")
        key = text.casefold()
        said = self._recall(key)
        if said is None:
            with _turns.turn():
                # Another thread may have asked the same while this one waited.
                said = self._recall(key) or self._ask_and_remember(key, text)
        if said.spot is None:
            return Refusal(said.refusal)
        return Answer(said.spot.position, said.spot.precision_m, said.source, said.matched)

    def geocode_many(
        self, queries: Sequence[Query], *, progress: Callable[[int], None] = lambda done: None
    ) -> list[Answer | Refusal]:
        """Answer many, in the order asked; what was answered before an error is remembered."""
        answers = []
        for query in queries:
            answers.append(self.geocode(query))
            progress(len(answers))
        return answers

    def _recall(self, key: str) -> Remembered | None:
        return self._memory.recall(key) if self._memory else None

    def _ask_and_remember(self, key: str, text: str) -> Remembered:
        said = self._ask(text)
        if self._memory:
            self._memory.remember(key, said)
        return said

    def _ask(self, text: str) -> Remembered:
        try:
            found = self._client.geocode(text, language="en")
            if found is None:
                return Remembered(
                    None, SOURCE, "", f"OpenStreetMap knows no «{text}». Check the spelling, or give a full postcode."
                )
            position = positions.check(found.latitude, found.longitude)
            return Remembered(Spot(position, _precision_m(position, found.raw)), SOURCE, str(found.address), "")
        except exc.GeocoderTimedOut as error:
            raise self._unavailable("took too long to answer. Try again later.") from error
        except (exc.GeocoderRateLimited, exc.GeocoderQuotaExceeded) as error:
            raise self._unavailable("asks us to slow down. Try again later.") from error
        except exc.GeopyError as error:
            raise self._unavailable("does not answer. Try again later, or check FLOCK_NOMINATIM_URL.") from error
        except (ValueError, KeyError) as error:
            raise self._unavailable("gave an answer that makes no sense. Check FLOCK_NOMINATIM_URL.") from error

    def _unavailable(self, what: str) -> GeocoderUnavailable:
        return GeocoderUnavailable(f"The address service at {self._host} {what}")


def _text(query: Query) -> str:
    parts = (query.text, query.address, query.town, query.postcode, query.country)
    return ", ".join(" ".join(part.split()) for part in parts if part.strip())


def _precision_m(position: LatLon, raw: dict[str, Any]) -> float:
    """Give the distance to the farthest corner of the box that the server drew around its answer."""
    south, north, west, east = (float(edge) for edge in raw["boundingbox"])
    corners = (LatLon(lat, lon) for lat in (south, north) for lon in (west, east))
    return max(_LEAST_M, *(positions.distance_m(position, corner) for corner in corners))
