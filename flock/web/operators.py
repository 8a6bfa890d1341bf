"""Who asks as an operator: from this machine itself, or with the token."""

import hmac

from starlette.requests import Request

_THIS_MACHINE = ("127.0.0.1", "::1")
_BY_A_PROXY = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


def is_here(request: Request) -> bool:
    """Tell whether somebody on this machine asks. What a proxy passes on comes from elsewhere, whoever it says it is for."""
    passed_on = any(name in request.headers for name in _BY_A_PROXY)
    return bool(request.client and request.client.host in _THIS_MACHINE and not passed_on)


def has_token(request: Request, token: str) -> bool:
    """Tell whether it carries the token, if there is one."""
    said = request.headers.get("authorization", "").encode()
    return bool(token) and hmac.compare_digest(said, f"Bearer {token}".encode())
