"""Headers on every answer, and the doors that stay closed."""

from urllib.parse import urlsplit

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


def content_security_policy(tiles_url: str) -> str:
    """Give the policy that lets a page load from us alone, and pictures also from the server of the street map.

    Streamlit and st_folium run inline scripts and `eval`, so those stay allowed: what people write is escaped where it is shown.
    """
    tiles = urlsplit(tiles_url)
    host = f" {tiles.scheme}://{tiles.netloc.replace('{s}', '*')}" if tiles.netloc else ""
    rules = {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob:{host}",
        "font-src": "'self' data:",
        "connect-src": "'self' ws: wss:",
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


_BEGINNINGS = ("http.response.start", "websocket.accept", "websocket.http.response.start")


class SecurityHeaders:
    """Adds headers to every answer, a websocket's too, and hides what only operators need."""

    def __init__(self, app: ASGIApp, tiles_url: str = "") -> None:
        self._app = app
        self._headers = _HEADERS | {"Content-Security-Policy": content_security_policy(tiles_url)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and dress its answer."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        began = False
        may_refuse_in_words = "websocket.http.response" in scope.get("extensions", {})

        async def dressed(message: Message) -> None:
            nonlocal began
            if message["type"] == "websocket.close" and not began and may_refuse_in_words:
                await PlainTextResponse("Forbidden", status_code=403)(scope, receive, dressed)
                return
            if message["type"] in _BEGINNINGS:
                began = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if scope.get("scheme") in ("https", "wss"):
                    headers["Strict-Transport-Security"] = "max-age=31536000"
                    _secure_cookies(message)
            await send(message)

        if scope["type"] == "http" and scope["path"].rstrip("/") in _CLOSED:
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, dressed)
            return
        try:
            await self._app(scope, receive, dressed)
        except Exception:
            if not began and scope["type"] == "http":  # else the answer to a failure would come from further out, undressed
                await PlainTextResponse("Internal Server Error", status_code=500)(scope, receive, dressed)
            raise


def _secure_cookies(message: Message) -> None:
    """Let cookies travel over TLS alone; Streamlit sets them without saying so."""
    message["headers"] = [
        (name, value + b"; Secure" if name.lower() == b"set-cookie" and b"secure" not in value.lower() else value)
        for name, value in message["headers"]
    ]
