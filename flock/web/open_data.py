"""The places as open data, with the filters of the page in the address."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flock.domain import filters
from flock.errors import BadFilter, TooMuch
from flock.services import exports
from flock.services.discovery import Discovery
from flock.web import tile_address


def routes(discovery: Callable[[], Discovery]) -> list[Route]:
    """Give /api/venues.geojson, .csv and .parquet. More than `exports.MOST` places are cut, and a header says so."""

    def download(request: Request) -> Response:
        form = request.path_params["form"]
        try:
            if form not in exports.FORMATS:
                raise BadFilter(f"Places cannot be had as «{form[:20]}»; there are {', '.join(exports.FORMATS)}.")
            wanted = filters.from_query(request.query_params)
            found = discovery()
            total, table = found.count(wanted), found.table(wanted, most=exports.MOST)
        except (BadFilter, TooMuch) as error:
            return tile_address.refused(error)
        headers = {
            "Cache-Control": "public, max-age=60",
            "Content-Disposition": f'attachment; filename="flock-places.{form}"',
            "X-Total-Count": str(total),
            "X-Truncated": "true" if total > exports.MOST else "false",
            "Link": '</about>; rel="license"',
        }
        content = exports.write(table, form, made_by=found.credits())
        return Response(content, media_type=exports.FORMATS[form], headers=headers)

    return [Route("/api/venues.{form}", download)]
