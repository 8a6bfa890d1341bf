"""The real towns that the invented community lives in."""

import math
from typing import NamedTuple

from flock.domain.positions import LatLon


class Town(NamedTuple):
    """A town: its middle, its people in thousands, and the beginning of phone numbers reserved for drama there."""

    name: str
    middle: LatLon
    thousands: int
    phones: str

    @property
    def radius_m(self) -> float:
        """How far from the middle people still say that they live there."""
        return 1_200 + 120 * math.sqrt(self.thousands)


# Ofcom keeps a thousand numbers of these areas, and of 01632 for everywhere else, for films and books: nobody answers them.
_DRAMA_PHONES = {
    "Leeds": "0113 496 0", "Sheffield": "0114 496 0", "Nottingham": "0115 496 0", "Leicester": "0116 496 0",
    "Bristol": "0117 496 0", "Reading": "0118 496 0", "Birmingham": "0121 496 0", "Edinburgh": "0131 496 0",
    "Glasgow": "0141 496 0", "Liverpool": "0151 496 0", "Manchester": "0161 496 0", "London": "020 7946 0",
    "Newcastle upon Tyne": "0191 498 0", "Sunderland": "0191 498 0", "Belfast": "028 9649 6", "Lisburn": "028 9649 6",
    "Cardiff": "029 2018 0",
}  # fmt: skip
_PHONES_ELSEWHERE = "01632 960"

# Name, latitude, longitude, people in thousands.
_TABLE = """
London 51.509 -0.126 8962
Birmingham 52.481 -1.900 1158
Glasgow 55.865 -4.258 626
Manchester 53.481 -2.237 569
Sheffield 53.383 -1.466 557
Leeds 53.796 -1.548 536
Edinburgh 55.952 -3.196 515
Liverpool 53.411 -2.978 497
Bristol 51.455 -2.597 479
Cardiff 51.480 -3.180 372
Leicester 52.639 -1.132 369
Bradford 53.794 -1.752 366
Belfast 54.597 -5.925 348
Coventry 52.407 -1.512 345
Nottingham 52.954 -1.150 324
Reading 51.456 -0.971 318
Swansea 51.621 -3.943 300
Newcastle upon Tyne 54.973 -1.614 300
Brighton 50.828 -0.139 284
Derby 52.923 -1.477 270
Southampton 50.904 -1.404 270
Plymouth 50.372 -4.143 260
Stoke-on-Trent 53.004 -2.185 258
Milton Keynes 52.042 -0.756 256
Northampton 52.250 -0.883 246
Portsmouth 50.799 -1.091 208
Aberdeen 57.144 -2.098 199
Ipswich 52.059 1.155 179
Sunderland 54.905 -1.382 170
Oxford 51.752 -1.256 162
York 53.958 -1.083 156
Dundee 56.469 -2.975 148
Cambridge 52.200 0.117 146
Norwich 52.628 1.298 143
Gloucester 51.866 -2.243 132
Exeter 50.724 -3.528 131
Cheltenham 51.900 -2.080 119
Lincoln 53.227 -0.538 104
Bath 51.375 -2.362 102
Worcester 52.189 -2.220 102
Hastings 50.856 0.580 93
Chester 53.191 -2.892 91
Harrogate 53.991 -1.537 89
Halifax 53.717 -1.850 83
Carlisle 54.895 -2.938 78
Lisburn 54.523 -6.035 78
Shrewsbury 52.710 -2.752 77
Wrexham 53.047 -2.991 66
Margate 51.381 1.386 63
Hereford 52.057 -2.715 60
Stroud 51.750 -2.200 60
Canterbury 51.279 1.080 55
Inverness 57.479 -4.224 48
Lancaster 54.046 -2.800 47
Perth 56.395 -3.431 47
Stirling 56.119 -3.937 38
Falmouth 50.154 -5.071 32
Kendal 54.327 -2.748 29
Frome 51.228 -2.322 26
Penzance 50.119 -5.537 20
Aberystwyth 52.415 -4.083 19
Lewes 50.874 0.009 17
"""


def _town(line: str) -> Town:
    name, lat, lon, thousands = line.rsplit(maxsplit=3)
    return Town(name, LatLon(float(lat), float(lon)), int(thousands), _DRAMA_PHONES.get(name, _PHONES_ELSEWHERE))


TOWNS = tuple(_town(line) for line in _TABLE.strip().splitlines())
