"""What is in the sea for sure, and what only lies by it (I10)."""

import numpy as np
import pytest

from flock.services import land


@pytest.mark.parametrize(
    ("lat", "lon", "sea"),
    [
        (53.8, -1.55, False),  # Leeds
        (50.82, -0.137, False),  # Brighton, on the beach
        (49.92, -6.3, False),  # the Isles of Scilly
        (46.45, 6.55, False),  # a lake is no sea
        (55.0, 3.0, True),
        (50.4, -0.5, True),
        (0.0, -30.0, True),
        (-89.9, 0.0, False),  # Antarctica
        (90.0, 180.0, True),
    ],
)
def test_sea_is_told_from_land(lat: float, lon: float, sea: bool) -> None:
    assert land.is_sea(np.array([lat]), np.array([lon])).tolist() == [sea]
