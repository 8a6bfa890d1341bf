"""HTTP routes beside Streamlit: map tiles, the map's own files, open data, health."""

from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute

from flock.services.base_map import BaseMap
from flock.services.discovery import Discovery
from flock.services.member_map import MemberMap
from flock.services.personal_data import PersonalData
from flock.services.profiles import Profiles
from flock.web import (
    assets,
    base_tiles,
    bundles,
    headers,
    health,
    hexagon_tiles,
    member_tiles,
    metrics,
    open_data,
    personal_data,
    photos,
    requests,
    venue_tiles,
)


def routes(
    *,
    discovery: Callable[[], Discovery],
    member_map: Callable[[], MemberMap],
    profiles: Callable[[], Profiles],
    personal: Callable[[], PersonalData],
    ready: Callable[[], bool],
    metrics_token: str,
    tiles_url: str,
) -> list[BaseRoute]:
    """Give all routes. The callables are asked at each request, once the app is up. Without a street map ours is made ready."""
    base_map = BaseMap()
    if not tiles_url:
        base_map.begin_reading()
    return [
        *assets.routes(),
        *base_tiles.routes(base_map),
        *venue_tiles.routes(discovery),
        *member_tiles.routes(member_map),
        *hexagon_tiles.routes(),
        *open_data.routes(discovery),
        *photos.routes(profiles),
        *personal_data.routes(personal),
        *health.routes(ready, metrics_token),
        *metrics.routes(metrics_token),
    ]


def middleware(*, tiles_url: str, bundles_in: Path, hosts: Sequence[str] = ()) -> list[Middleware]:
    """Give what every answer passes through.

    `tiles_url` is the one other server that pages may load from; under other names than `hosts`, if there are any, nothing is here. `bundles_in`
    is the folder of Streamlit's own files.
    """
    return [
        Middleware(headers.SecurityHeaders, tiles_url=tiles_url),
        Middleware(requests.Noted),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts) or ["*"], www_redirect=False),
        Middleware(bundles.Bundles, folder=bundles_in),
    ]
