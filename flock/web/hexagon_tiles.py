"""The hexagons in which homes are kept, over HTTP: geometry, and nothing of anybody. A map draws them for a member to pick hers."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from flock.domain import cells, tiles
from flock.errors import BadFilter
from flock.web import tile_address

FIRST_ZOOM = 9  # a tile of less holds thousands
_A_WEEK = "public, max-age=604800"


def routes() -> list[Route]:
    """Give the route /tiles/hexagons/{z}/{x}/{y}.json."""

    def tile(request: Request) -> Response:
        try:
            zoom, x, y = tile_address.read(request)
            tiles.check_tile(zoom, x, y)
        except BadFilter as error:
            return JSONResponse({"error": str(error)}, status_code=400, headers={"Cache-Control": "no-store"})
        found = cells.touching(tiles.bounds(zoom, x, y)) if zoom >= FIRST_ZOOM else []
        drawn = [[f"{cell:x}", 0, [[round(lat, 5), round(lon, 5)] for lat, lon in cells.corners(cell)]] for cell in sorted(found)]
        return JSONResponse({"hexagons": drawn}, headers={"Cache-Control": _A_WEEK})

    return [Route("/tiles/hexagons/{z}/{x}/{y}.json", tile)]
