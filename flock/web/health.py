"""Whether the app lives, and whether it is ready to be asked."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def routes(ready: Callable[[], bool]) -> list[Route]:
    """Give /health, which answers 200 when ready and 503 during the first start."""

    def health(_: Request) -> Response:
        is_ready = ready()
        return JSONResponse(
            {"live": True, "ready": is_ready}, status_code=200 if is_ready else 503, headers={"Cache-Control": "no-store"}
        )

    return [Route("/health", health)]
