"""Hexagons of members over HTTP. Only a member's own map knows the pass; everybody else is told that there is nothing."""

from collections.abc import Callable

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from flock.errors import BadFilter, NotFound
from flock.services.member_map import MemberMap
from flock.web import tile_address

_MOST_PASS = 100
_A_MINUTE = RateLimitItemPerMinute(600)
"""How many tiles one member may ask for in a minute, from however many addresses. A lively map asks for about 200."""


def routes(member_map: Callable[[], MemberMap]) -> list[Route]:
    """Give the route /tiles/members/{z}/{x}/{y}.json. `member_map` is called for each request, once the app is up."""
    limiter = FixedWindowRateLimiter(MemoryStorage())

    def tile(request: Request) -> Response:
        try:
            zoom, x, y = tile_address.read(request)
            found = member_map()
            told_pass = request.query_params.get("pass", "")[:_MOST_PASS]
            drawn = found.tile(told_pass, zoom=zoom, x=x, y=y)
            tag = f'"{found.tile_tag(zoom=zoom, x=x, y=y)}"'
        except BadFilter as error:
            return JSONResponse({"error": str(error)}, status_code=400, headers={"Cache-Control": "no-store"})
        except NotFound as error:
            return JSONResponse({"error": str(error)}, status_code=404, headers={"Cache-Control": "no-store"})
        if not limiter.hit(_A_MINUTE, told_pass.partition(".")[0]):  # only who holds a good pass uses up what is hers
            said = {"error": "That is a lot at once. Wait a minute and go on."}
            return JSONResponse(said, status_code=429, headers={"Cache-Control": "no-store", "Retry-After": "60"})
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return JSONResponse(drawn, headers=headers)

    return [Route("/tiles/members/{z}/{x}/{y}.json", tile)]
