"""What is noted of every request: an id, how long it took, how it ended; and how many one address may ask.

Nothing of a person is noted: of an address only its kind, since the rest may name a place, a member or a word she searched for.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flock.errors import DatabaseUnavailable

log = logging.getLogger(__name__)

SLOW_S = 1.0
REGISTRY = CollectorRegistry()
_ANSWERS = Counter("flock_answers", "Answers over HTTP.", ("kind", "status"), registry=REGISTRY)
_SECONDS = Histogram("flock_answer_seconds", "Time to the end of an answer.", ("kind",), registry=REGISTRY)
_OPEN = Gauge("flock_open_pages", "Pages that are open in a browser now.", registry=REGISTRY)

_KINDS = (
    "tiles/venues",
    "tiles/members",
    "tiles/base",
    "tiles/hexagons",
    "assets",
    "api",
    "photos",
    "export",
    "auth",
    "oauth2callback",
    "health",
    "metrics",
    "_stcore/stream",
    "_stcore/upload_file",
    "_stcore",
    "media",
    "static",
)
_A_MINUTE = {
    "tiles/venues": 1_200,
    "tiles/members": 600,
    "tiles/base": 1_200,
    "tiles/hexagons": 1_200,
    "api": 60,
    "photos": 600,
    "export": 10,
    "auth": 30,
    "oauth2callback": 30,
    "_stcore/stream": 600,
    "_stcore/upload_file": 60,
}
"""How many requests of a kind one address may make in a minute. A lively map asks for about 200 tiles; behind one address there may
be a whole house of people, each of whose tabs opens a stream."""
_TOO_MANY = "That is a lot at once. Wait a minute and go on."
_OUR_ID = re.compile(r"[0-9a-f]{32}")


def kind_of(path: str) -> str:
    """Tell the kind of an address: one of a fixed list, `page` for all others."""
    plain = path.strip("/")
    return next((kind for kind in _KINDS if plain == kind or plain.startswith(f"{kind}/")), "page")


class Noted:
    """Gives each request an id, refuses the ones too many, and notes how each ended."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.perf_counter) -> None:
        self._app = app
        self._clock = clock
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._limits = {kind: RateLimitItemPerMinute(most, namespace=kind) for kind, most in _A_MINUTE.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            if self._is_too_many(kind_of(scope["path"]), scope):
                await PlainTextResponse(_TOO_MANY, 429, {"Retry-After": "60"})(scope, receive, send)
                return
            with _counted():
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = kind_of(scope["path"])
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _OUR_ID.fullmatch(given) else uuid4().hex
        began = self._clock()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            if self._is_too_many(kind, scope):
                await PlainTextResponse(_TOO_MANY, 429, {"Retry-After": "60"})(scope, receive, noted)
            else:
                await self._app(scope, receive, noted)
        except DatabaseUnavailable as error:  # raised before anything is answered: routes ask first
            await PlainTextResponse(str(error), 503, {"Retry-After": "60"})(scope, receive, noted)
        finally:
            took_s = self._clock() - began
            _ANSWERS.labels(kind, str(status)).inc()
            _SECONDS.labels(kind).observe(took_s)
            is_failure = status >= 500 and kind != "health"  # which says 503 to say that it is not ready yet
            level = logging.ERROR if is_failure else logging.WARNING if status == 429 or took_s > SLOW_S else logging.INFO
            about = {"request_id": request_id, "method": scope["method"], "kind": kind, "status": status}
            log.log(level, "answered", extra={**about, "ms": round(took_s * 1000, 1)})

    def _is_too_many(self, kind: str, scope: Scope) -> bool:
        client = scope.get("client")
        limit = self._limits.get(kind)
        return bool(limit and client and not self._limiter.hit(limit, client[0]))


@contextmanager
def _counted() -> Iterator[None]:
    _OPEN.inc()
    try:
        yield
    finally:
        _OPEN.dec()
