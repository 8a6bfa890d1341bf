"""Positions on the earth: WGS 84 degrees, latitude before longitude."""

import math
from typing import NamedTuple

from flock.errors import BadPosition

EARTH_RADIUS_M = 6_371_008.8  # mean radius of WGS 84


class LatLon(NamedTuple):
    """A position in WGS 84 degrees."""

    lat: float
    lon: float


class Bounds(NamedTuple):
    """A rectangle in WGS 84 degrees. West is never greater than east: nothing here crosses the date line."""

    south: float
    west: float
    north: float
    east: float


def check(lat: float, lon: float) -> LatLon:
    """Accept a position, or say what is wrong with it.

    Raises:
        BadPosition: not a number, out of range, or exactly (0, 0), which is how broken tables write "nowhere".
    """
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise BadPosition("The position is not a number. Give latitude and longitude in degrees, like 51.45 and -2.59.")
    if lat == 0 and lon == 0:
        raise BadPosition("The position is 0, 0, a point in the Atlantic that usually means «not known». Leave it empty.")
    if abs(lat) <= 90 and abs(lon) <= 180:
        return LatLon(lat, lon)
    if abs(lon) <= 90 and abs(lat) <= 180:
        raise BadPosition(f"Latitude {lat:g} is out of range. Latitude and longitude look swapped.")
    raise BadPosition(
        f"{lat:g}, {lon:g} is not on the earth: latitude runs from -90 to 90 and longitude from -180 to 180. "
        "If these are eastings and northings, give the postcode instead."
    )


def distance_m(a: LatLon, b: LatLon) -> float:
    """Measure the great-circle distance in metres by the haversine formula (within 0.6 % of the ellipsoid)."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    half_dlat, half_dlon = (phi_b - phi_a) / 2, math.radians(b.lon - a.lon) / 2
    h = math.sin(half_dlat) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_dlon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, h)))


def box_around(center: LatLon, radius_m: float) -> Bounds:
    """Give the smallest latitude-longitude box that holds the circle, right at any latitude.

    A circle that reaches over a pole or the date line gets a box that goes all the way round.
    """
    dlat = math.degrees(radius_m / EARTH_RADIUS_M)
    south, north = center.lat - dlat, center.lat + dlat
    if south <= -90 or north >= 90:
        return Bounds(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    dlon = math.degrees(math.asin(min(1.0, math.sin(radius_m / EARTH_RADIUS_M) / math.cos(math.radians(center.lat)))))
    west, east = center.lon - dlon, center.lon + dlon
    return Bounds(south, west, north, east) if west >= -180 and east <= 180 else Bounds(south, -180.0, north, 180.0)
