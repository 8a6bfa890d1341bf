"""Headers on every answer, and the doors that stay closed."""

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
}
_CLOSED = ("/_stcore/metrics",)  # counts sessions and memory, for anybody who asks


class SecurityHeaders:
    """Adds headers to every HTTP answer and hides what only operators need."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and dress its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        if scope["path"].rstrip("/") in _CLOSED:
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, dressed)
            return
        await self._app(scope, receive, dressed)
