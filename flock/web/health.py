"""Whether the app lives, and whether it is ready to be asked: for this machine, and for whoever holds the token."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from flock.web import operators


def routes(ready: Callable[[], bool], token: str) -> list[Route]:
    """Give /health, which answers 200 when ready and 503 during the first start. For anybody else there is no such address."""

    def health(request: Request) -> Response:
        if not (operators.is_here(request) or operators.has_token(request, token)):
            return PlainTextResponse("Not Found", status_code=404)
        is_ready = ready()
        return JSONResponse(
            {"live": True, "ready": is_ready}, status_code=200 if is_ready else 503, headers={"Cache-Control": "no-store"}
        )

    return [Route("/health", health)]
