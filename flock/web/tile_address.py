"""Which tile an address like /tiles/…/{z}/{x}/{y}.json means."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from flock.errors import BadFilter, FlockError, TooMuch


def read(request: Request) -> tuple[int, int, int]:
    """Give zoom, x and y. Whether there is such a tile is for `domain.tiles.check_tile` to say.

    Raises:
        BadFilter: one of them is not a whole number of a sensible length.
    """
    zoom, x, y = (_whole(request.path_params[name]) for name in ("z", "x", "y"))
    return zoom, x, y


def refused(error: FlockError) -> JSONResponse:
    """Answer why there is no such thing, or that it took too long: 503, so that nobody keeps it and a map asks again."""
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "60"} if isinstance(error, TooMuch) else {})
    return JSONResponse({"error": str(error)}, status_code=503 if isinstance(error, TooMuch) else 400, headers=headers)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadFilter(f"A tile is named by three whole numbers, zoom/x/y; «{text[:20]}» is not one.")
    return int(text)
