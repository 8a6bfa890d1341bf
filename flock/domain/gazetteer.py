"""What a gazetteer knows: spots that postcodes stand for, and towns."""

from typing import NamedTuple

from flock.domain.positions import LatLon


class Spot(NamedTuple):
    """A position that may be off by `precision_m` metres."""

    position: LatLon
    precision_m: float


class Town(NamedTuple):
    """A city, town or village.

    `country` is ISO 3166 alpha-2. `admin1` is its first-level division as GeoNames codes it, such as ENG or TX.
    `authority` is the ONS code of its local authority; empty outside the United Kingdom. `population` 0 is not known.
    `own_name` tells whether it was found by the name it goes by, rather than by another that people use for it.
    """

    name: str
    position: LatLon
    country: str
    admin1: str
    authority: str
    population: int
    own_name: bool
