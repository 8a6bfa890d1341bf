"""What each kind of invented place is like: its names, hours and facts, with how common each is.

A number before a `|` or after a `:` is a weight beside the others of its list; `{word}` is replaced by one from the list of that
name. Facts that usually go together at a kind of place (libraries are quiet and their wifi is free) are simply likely there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of place. `share` of all places; `seats` from fewest to most; `hours_known` the share whose hours are known."""

    share: int
    names: tuple[str, ...]
    hours: tuple[str, ...]
    hours_known: float
    facts: str
    seats: tuple[int, int]


TIMES = {
    "early": ("07:00", "07:30", "08:00"),
    "morning": ("08:30", "09:00", "09:30", "10:00"),
    "late": ("10:00", "10:30", "11:00"),
    "lunch": ("13:00", "13:30", "14:00"),
    "tea": ("15:00", "15:30", "16:00", "17:00", "17:30"),
    "evening": ("17:30", "18:00", "19:00", "20:00"),
    "night": ("21:00", "22:00", "22:30"),
    "closing": ("22:00", "22:30", "23:00"),
    "weekend_closing": ("23:00", "23:30", "00:00", "01:00"),
}

KINDS = {
    "cafe": Kind(
        share=36,
        names=(
            "4 | The {adjective} {vessel}", "3 | {thing} & {spice}", "2 | {thing} & {bird}", "2 | {woman}'s", "2 | {woman}'s Kitchen",
            "2 | The {bird} Bakehouse", "2 | {adjective} {bird} Coffee", "1 | No. {number} Coffee House", "1 | {spice} Street Kitchen",
        ),
        hours=(
            "6 | Mo-Fr {early}-{tea}; Sa {morning}-{tea}; Su {late}-{lunch}", "4 | Mo-Sa {morning}-{tea}", "3 | Mo-Su {early}-{tea}",
            "3 | Tu-Su {morning}-{tea}", "2 | Mo-Fr {early}-{tea}; Sa,Su {morning}-{tea}; PH off", "1 | We-Su {morning}-{lunch}",
            "1 | Mo-Th {early}-{tea}; Fr,Sa {early}-{night}; Su {late}-{tea}",
        ),
        hours_known=0.9,
        facts="""
            wifi free:6 customers:9 no:3
            sockets plenty:2 few:7 ask:2 none:4
            noise quiet:2 some:9 lively:4
            time_limit no:7 maybe:5 yes:3
            calls yes:8 no:4
            standing_desk yes:1 no:30
            wheelchair designated:2 yes:6 limited:5 no:4
            family_room yes:2 no:5
            price low:8 middle:9 high:1
        """,
        seats=(8, 48),
    ),
    "library": Kind(
        share=17,
        names=("8 | {area} Library", "2 | {area} Library and Learning Centre", "1 | {woman} {surname} Memorial Library", "1 | {street} Library"),
        hours=(
            "4 | Mo,Tu,Th,Fr {morning}-{evening}; Sa 10:00-13:00; PH off", "4 | Mo,Tu,Fr {morning}-17:00; Th {morning}-19:00; Sa 09:30-{lunch}; We off; PH off",
            "2 | Tu,Fr 10:00-12:30,13:30-17:00; Th 13:30-18:00; Sa 10:00-13:00", "2 | Mo-Fr 09:00-19:00; Sa 09:30-16:00; Su 11:00-15:00; PH off",
            "1 | Mo,We,Fr {morning}-{tea}; Sa 10:00-12:30",
        ),
        hours_known=0.97,
        facts="""
            wifi free:40 customers:1
            sockets plenty:5 few:8 ask:1
            noise quiet:15 some:3
            time_limit no:14 maybe:1 yes:2
            calls yes:1 no:14
            standing_desk yes:1 no:12
            wheelchair designated:6 yes:9 limited:2 no:1
            family_room yes:6 no:3
            price free:1
        """,
        seats=(10, 90),
    ),
    "coworking": Kind(
        share=12,
        names=(
            "3 | The {trade} Works", "2 | {trade} Yard Studios", "2 | Desk & {bird}", "2 | {area} Workspace", "1 | The Old {trade} House",
            "1 | {adjective} Desk", "1 | {area} Common Room", "1 | {street} Studios",
        ),
        hours=(
            "4 | 24/7", "5 | Mo-Fr 08:00-18:00; PH off", "2 | Mo-Fr {early}-{evening}; Sa 09:00-13:00; PH off",
            "2 | Mo-Fr {early}-{evening}",
        ),
        hours_known=0.9,
        facts="""
            wifi free:8 paid:5
            sockets plenty:14 few:1
            noise quiet:6 some:6 lively:1
            time_limit no:12 maybe:1
            calls yes:11 no:1
            standing_desk yes:6 no:5
            wheelchair designated:4 yes:6 limited:3 no:3
            family_room yes:2 no:6
            price low:2 middle:7 high:5
        """,
        seats=(12, 140),
    ),
    "community": Kind(
        share=12,
        names=("5 | {area} Community Centre", "3 | The {area} Hub", "2 | {street} Hall", "2 | The {trade} Rooms", "1 | {surname} Hall"),
        hours=(
            "3 | Mo-Fr 09:00-17:00; PH off", "2 | Mo-Th 09:30-{tea}; Fr 09:30-12:30", "2 | Tu,Th 10:00-14:00",
            "2 | Mo-Fr 09:00-{night}; Sa 09:00-13:00", "1 | Mo-Fr {morning}-{tea}; SH off",
        ),
        hours_known=0.68,
        facts="""
            wifi free:10 customers:2 no:3
            sockets plenty:3 few:8 ask:5 none:1
            noise quiet:4 some:7 lively:4
            time_limit no:8 maybe:4 yes:1
            calls yes:7 no:2
            standing_desk yes:1 no:20
            wheelchair designated:5 yes:8 limited:2 no:1
            family_room yes:8 no:3
            price free:9 low:6
        """,
        seats=(6, 60),
    ),
    "hotel": Kind(
        share=7,
        names=("3 | The {surname} Arms Hotel", "3 | {area} House Hotel", "2 | The {bird} Hotel", "1 | {street} Rooms"),
        hours=("3 | 24/7", "2 | Mo-Su 07:00-23:00"),
        hours_known=0.85,
        facts="""
            wifi free:9 customers:7 paid:1
            sockets plenty:4 few:8 ask:2
            noise quiet:6 some:7 lively:2
            time_limit no:9 maybe:5
            calls yes:9 no:1
            standing_desk yes:1 no:20
            wheelchair designated:6 yes:7 limited:2
            family_room yes:4 no:3
            price middle:8 high:6
        """,
        seats=(10, 70),
    ),
    "museum": Kind(
        share=6,
        names=("3 | {area} Museum", "3 | Museum of {craft}", "2 | The {trade} Museum", "2 | {surname} House Gallery"),
        hours=(
            "4 | Tu-Su 10:00-17:00", "2 | Mo-Su 10:00-17:00; Dec 24-26 off", "2 | We-Su {late}-16:00",
            "2 | Apr-Oct: Tu-Su 10:00-17:00; Nov-Mar: Sa,Su 10:00-16:00",
        ),
        hours_known=0.95,
        facts="""
            wifi free:9 customers:2 no:4
            sockets plenty:1 few:6 ask:2 none:6
            noise quiet:6 some:7 lively:1
            time_limit no:9 maybe:3
            calls yes:3 no:6
            standing_desk yes:1 no:30
            wheelchair designated:6 yes:8 limited:2
            family_room yes:9 no:2
            price free:6 low:4 middle:4
        """,
        seats=(8, 60),
    ),
    "pub": Kind(
        share=10,
        names=("4 | The {adjective} {beast}", "3 | The {beast} & {vessel}", "2 | The {trade} Tap", "2 | The {surname} Arms", "1 | The {bird} & {beast}"),
        hours=(
            "4 | Mo-Th 12:00-{closing}; Fr,Sa 12:00-{weekend_closing}; Su 12:00-22:30", "2 | Mo-Su 11:00-{closing}",
            "2 | Mo-Th 16:00-{closing}; Fr-Su 12:00-{weekend_closing}", "1 | Tu-Th 16:00-22:00; Fr,Sa 12:00-{weekend_closing}; Su 12:00-18:00",
        ),
        hours_known=0.85,
        facts="""
            wifi free:8 customers:6 no:4
            sockets plenty:1 few:6 ask:4 none:5
            noise quiet:1 some:6 lively:11
            time_limit no:9 maybe:3
            calls yes:9 no:2
            standing_desk yes:1 no:40
            wheelchair designated:2 yes:5 limited:5 no:4
            family_room yes:2 no:6
            price low:6 middle:9
        """,
        seats=(16, 80),
    ),
}  # fmt: skip
