"""Positions, distances and boxes, against other people's geodesy."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod

from flock.domain import positions
from flock.domain.positions import Bounds, LatLon
from flock.errors import BadPosition

WGS84 = Geod(ellps="WGS84")
anywhere = st.builds(LatLon, st.floats(-90, 90), st.floats(-180, 180))


@given(anywhere, anywhere)
@example(LatLon(90, 0), LatLon(-90, 0))
@example(LatLon(0, -179.999), LatLon(0, 179.999))
def test_distance_is_the_ellipsoids_within_0_6_percent(a: LatLon, b: LatLon) -> None:
    _, _, exact_m = WGS84.inv(a.lon, a.lat, b.lon, b.lat)
    assert positions.distance_m(a, b) == pytest.approx(exact_m, rel=0.006, abs=0.01)
    assert positions.distance_m(a, b) == positions.distance_m(b, a)


def test_distance_on_the_sphere_is_known() -> None:
    quarter_m = math.pi / 2 * positions.EARTH_RADIUS_M
    assert positions.distance_m(LatLon(0, 0), LatLon(90, 0)) == pytest.approx(quarter_m)
    assert positions.distance_m(LatLon(0, 0), LatLon(0, -90)) == pytest.approx(quarter_m)
    assert positions.distance_m(LatLon(51.5, -0.1), LatLon(51.5, -0.1)) == 0


@given(anywhere, st.floats(1, 500_000), st.floats(0, 2 * math.pi), st.floats(0, 1))
@example(LatLon(-17.7, 179.9), 50_000, math.pi / 2, 1)
@example(LatLon(89.9, 10), 50_000, 0, 1)
@example(LatLon(90, 0), 1, 0, 1)
@example(LatLon(75, 20), 500_000, 1.4, 1)
def test_box_holds_the_circle_at_any_latitude(center: LatLon, radius_m: float, bearing: float, share: float) -> None:
    box = positions.box_around(center, radius_m)
    point = _travel(center, bearing, share * radius_m)
    assert box.south - 1e-9 <= point.lat <= box.north + 1e-9
    assert box.west - 1e-9 <= point.lon <= box.east + 1e-9
    assert -90 <= box.south < box.north <= 90
    assert -180 <= box.west < box.east <= 180


@given(st.floats(-80, 80), st.floats(-150, 150), st.floats(100, 500_000))
def test_box_is_no_larger_than_the_circle(lat: float, lon: float, radius_m: float) -> None:
    box = positions.box_around(LatLon(lat, lon), radius_m)
    rim = [_travel(LatLon(lat, lon), 2 * math.pi * step / 720, radius_m) for step in range(720)]
    assert max(point.lat for point in rim) == pytest.approx(box.north, abs=1e-6)
    assert min(point.lat for point in rim) == pytest.approx(box.south, abs=1e-6)
    assert max(point.lon for point in rim) - lon == pytest.approx(box.east - lon, rel=1e-3)
    assert lon - min(point.lon for point in rim) == pytest.approx(lon - box.west, rel=1e-3)


def test_box_goes_all_the_way_round_at_a_pole_and_over_the_date_line() -> None:
    assert positions.box_around(LatLon(89.99, 12), 5_000)[1:] == (-180, 90, 180)
    south, west, _, east = positions.box_around(LatLon(-17.7, 179.99), 5_000)
    assert (west, east) == (-180, 180)
    assert south == pytest.approx(-17.745, abs=1e-3)
    assert positions.box_around(LatLon(0, 0), math.pi * positions.EARTH_RADIUS_M) == Bounds(-90, -180, 90, 180)


@given(anywhere)
@example(LatLon(90, 180))
@example(LatLon(-90, -180))
@example(LatLon(51.48, 0))
def test_position_on_earth_is_accepted(position: LatLon) -> None:
    if position != (0, 0):
        assert positions.check(*position) == position


@pytest.mark.parametrize(
    ("lat", "lon", "said"),
    [
        (math.nan, 0, "not a number"),
        (51.5, math.inf, "not a number"),
        (0, 0, "a point in the Atlantic"),
        (-0.0, 0.0, "a point in the Atlantic"),
        (-122.4, 37.8, "look swapped"),
        (100, 80, "look swapped"),
        (91, 120, "not on the earth"),
        (51.5, 181, "not on the earth"),
        (358_000, 173_000, "eastings and northings"),
    ],
)
def test_position_that_cannot_be_is_explained(lat: float, lon: float, said: str) -> None:
    with pytest.raises(BadPosition, match=said):
        positions.check(lat, lon)


def _travel(start: LatLon, bearing: float, distance_m: float) -> LatLon:
    """Go straight ahead on the sphere, in vectors, which stay exact near the poles: forward, to the right, and up."""
    phi, arc = math.radians(start.lat), distance_m / positions.EARTH_RADIUS_M
    forward = math.cos(phi) * math.cos(arc) - math.sin(phi) * math.sin(arc) * math.cos(bearing)
    right = math.sin(arc) * math.sin(bearing)
    up = math.sin(phi) * math.cos(arc) + math.cos(phi) * math.sin(arc) * math.cos(bearing)
    lon = start.lon + math.degrees(math.atan2(right, forward))
    return LatLon(math.degrees(math.atan2(up, math.hypot(forward, right))), (lon + 180) % 360 - 180)
