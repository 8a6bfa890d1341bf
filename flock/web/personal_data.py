"""A member's own data, once for each pass that a page of hers has just given her."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flock.errors import NotFound
from flock.services.personal_data import PersonalData

_HEADERS = {"Cache-Control": "no-store"}


def routes(personal_data: Callable[[], PersonalData]) -> list[Route]:
    """Give /export/{pass}."""

    def export(request: Request) -> Response:
        try:
            content = personal_data().collect(request.path_params["told_pass"])
        except NotFound:
            return PlainTextResponse("Not Found", status_code=404, headers=_HEADERS)
        headers = _HEADERS | {"Content-Disposition": 'attachment; filename="my-flock-data.zip"'}
        return Response(content, media_type="application/zip", headers=headers)

    return [Route("/export/{told_pass}", export, methods=["GET"])]
