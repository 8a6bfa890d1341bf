"""Photos of members, each for one who may see it, checked again whenever it is asked for."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flock.errors import NotFound
from flock.services.profiles import Profiles


def routes(profiles: Callable[[], Profiles]) -> list[Route]:
    """Give /photos/{pass}."""

    def photo(request: Request) -> Response:
        try:
            content = profiles().photo(request.path_params["told_pass"])
        except NotFound:
            return PlainTextResponse("Not Found", status_code=404, headers={"Cache-Control": "no-store"})
        return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})

    return [Route("/photos/{told_pass}", photo)]
