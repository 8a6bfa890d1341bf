"""Every section of the leads' page, on a log so small that each figure can be counted by hand (E1 to E5, E12 to E15)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from flock.domain.measures import Scope, Window
from flock.domain.members import home_cell
from flock.domain.positions import LatLon
from flock.errors import BadFilter, BadInteraction
from flock.services.engagement import Engagement
from flock.services.engagement_log import Log
from flock.storage import interactions, people, schema
from flock.storage.database import Database
from flock.storage.interactions import Act

END = date(2026, 3, 30)
WINDOW = Window.last(END)
LEEDS, BRISTOL = home_cell(LatLon(53.8, -1.55)), home_cell(LatLon(51.45, -2.59))


class Community:
    """A community of members called by a letter, to whom things happen so many days before the window ends."""

    def __init__(self) -> None:
        self.db = Database(None)
        schema.bring_up_to_date(self.db)
        self.engagement = Engagement(self.db)
        self.ids: dict[str, UUID] = {}

    def members(
        self, names: str, *, role: str = "member", joined: int = 400, home: int | None = None, seen: str = "everyone"
    ) -> None:
        columns: dict[str, list[Any]] = {
            "member_key": list(names),
            "name": [name.upper() for name in names],
            "role": [role] * len(names),
            "joined_on": [END - timedelta(days=joined)] * len(names),
            "home_cell": [home] * len(names),
            "seen_by": [seen] * len(names),
        }
        people.add_members(self.db, pa.table(columns), sample=False)
        with self.db.reading() as cursor:
            self.ids = dict(cursor.execute("SELECT member_key, member_id FROM member").fetchall())

    def did(self, ago: float, kind: str, actor: str, towards: str | None = None, **rest: Any) -> None:
        at = datetime(END.year, END.month, END.day, tzinfo=UTC) - timedelta(days=ago)
        act = Act(at, kind, self.ids[actor], self.ids[towards] if towards else None, **rest)
        with self.db.writing() as cursor:
            interactions.add(cursor, [act])

    def met(self, ago: float, meetup: str, names: str) -> None:
        for name in names:
            self.did(ago, "attended", name, online=False, meetup=meetup)

    def scope(self, **rest: Any) -> Scope:
        return self.engagement.scope(WINDOW, **({"staff": True} | rest))


@pytest.fixture
def community() -> Community:
    return Community()


def test_e1_kinds_weigh_what_they_should_and_meetings_share_one(community: Community) -> None:
    community.members("abcd")
    community.did(3, "reply", "a", "b", thread="t")
    community.did(3, "accepted_intro", "c", "d")
    community.met(2, "walk", "abcd")
    community.engagement.together(community.scope())
    with community.db.reading() as cursor:
        cursor.execute("SELECT * EXCLUDE day FROM tie_day ORDER BY ALL")
        rows = {(actor, towards, online): weight for actor, towards, online, _, weight in cursor.fetchall()}
        cursor.execute("SELECT member_key, number FROM member_number JOIN member USING (member_id)")
        numbers = dict(cursor.fetchall())
    assert rows[numbers["a"], numbers["b"], True] == 10
    assert (numbers["b"], numbers["a"], True) not in rows
    assert rows[numbers["c"], numbers["d"], True] == rows[numbers["d"], numbers["c"], True] == 10
    assert {weight for (_, _, online), weight in rows.items() if not online} == {1 / 3}
    assert sum(not online for _, _, online in rows) == 12


def test_a_page_goes_on_while_another_takes_in_who_is_new(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    community.members("abc")
    community.did(3, "reply", "a", "b", thread="t")
    community.did(3, "reply", "b", "a", thread="t")
    assert community.engagement.together(community.scope())["density"].n == 2
    community.members("d")
    community.did(2, "reply", "d", "a", thread="t")
    Engagement(community.db).together(community.scope())
    monkeypatch.setattr(Log, "look", lambda _: None)
    assert community.engagement.together(community.scope(staff=False))["density"].n == 2, "d came since this look began"


def test_e1_meeting_told_twice_counts_once(community: Community) -> None:
    community.members("ab")
    community.met(2, "walk", "ab")
    community.did(2, "co_attendance", "a", "b", online=False, meetup="walk")
    together = community.engagement.together(community.scope())
    assert together["density"].value == 1
    assert together["reach"].value == 2


def test_e1_nothing_enters_the_log_that_cannot_be_true(community: Community) -> None:
    community.members("ab")
    with pytest.raises(BadInteraction, match="herself"):
        community.did(1, "reply", "a", "a")
    with pytest.raises(BadInteraction, match="towards somebody"):
        community.did(1, "reply", "a")
    with pytest.raises(BadInteraction, match="no zone"):
        Act(datetime(2026, 1, 1), "post", community.ids["a"])


def test_e11_star_and_ring_tell_apart(community: Community) -> None:
    community.members("z", role="lead")
    community.members("abcd")
    for name in "abcd":
        community.did(40, "reply", name, "z", thread="t")
    for name, other in zip("abcd", "bcda", strict=True):
        community.did(3, "reply", name, other, thread="t")
    section = community.engagement.star_ring(community.scope())
    path = section.tables["path"].set_index("end")
    assert path.loc[WINDOW.start, "member_to_member"] == 0
    assert path.loc[WINDOW.start, "centralisation"] == 1
    assert section["member_to_member"].value == 1
    assert section["centralisation"].value == 0
    shapes = section.tables["shapes"].set_index("shape")
    assert shapes.loc["a star around the lead", "centralisation"] == 1


def test_e2_reciprocity_with_its_band(community: Community) -> None:
    community.members("abcdef")
    for name, other in ("ab", "ba", "bc", "cd"):
        community.did(3, "reply", name, other, thread="t")
    section = community.engagement.together(community.scope())
    assert section["reciprocity"].value == 0.5
    assert section["reciprocity"].n == 4
    assert section["reciprocity_weighted"].value == 0.5
    assert set(section.tables["chance"]["name"]) == {"reciprocity", "clustering"}
    assert section["clustering"].value == 0
    assert section["recurring"].value is None


def test_e3_welcome_waits_a_week_before_it_judges(community: Community) -> None:
    community.members("abcde")
    community.did(20, "post", "a", thread="t1")
    community.did(19.5, "reply", "b", "a", thread="t1")
    community.did(18, "post", "c", thread="t2")
    community.did(15, "reply", "b", "c", thread="t2")
    community.did(18, "post", "d", thread="t3")
    community.did(17, "reply", "d", "c", thread="t3")
    community.did(2, "post", "e", thread="t4")
    section = community.engagement.newcomers(community.scope())
    assert (section["welcome_day"].value, section["welcome_week"].value) == (1 / 3, 2 / 3)
    assert section["welcome_week"].n == 3
    assert section["welcome_hours"].value == pytest.approx((12 + 72) / 2)
    assert (section["reply_coverage"].value, section["solo_threads"].value) == (2 / 3, 1 / 3)
    to_do = community.engagement.to_do(community.scope())
    assert set(to_do.tables["unanswered"]["name"]) == {"D", "E"}


def test_e3_return_is_compared_between_answered_and_not(community: Community) -> None:
    community.members("abcdz")
    for name, answered, back in (("a", True, True), ("b", True, True), ("c", False, False), ("d", False, True)):
        community.did(100, "post", name, thread=f"t{name}")
        if answered:
            community.did(99, "reply", "z", name, thread=f"t{name}")
        if back:
            community.did(90, "reply", name, "z", thread=f"t{name}")
    found = community.engagement.newcomers(community.scope())["newcomer_return"]
    assert (found.value, found.n) == (0.5, 4)
    assert found.note == "100% of 2 with an answer, 50% of 2 without."


def test_e13_clock_counts_who_still_waits(community: Community) -> None:
    community.members("abcdef", joined=50)
    community.members("z", joined=400)
    for name, after in (("a", 4), ("b", 6), ("c", 8)):
        community.did(50 - after, "answered_message", name, "z")
        community.did(50 - after, "answered_message", "z", name)
    found = community.engagement.newcomers(community.scope())["first_connection"]
    assert (found.value, found.n, found.note) == (8, 6, "3 of 6 are still waiting.")


def test_e4_change_counts_who_came_came_back_and_is_gone(community: Community) -> None:
    community.members("abcde")
    community.did(5, "post", "a", thread="new")
    community.did(200, "post", "b", thread="old")
    community.did(5, "post", "b", thread="again")
    for ago in (30, 31, 32, 33):
        community.did(ago, "post", "c", thread=f"c{ago}")
        community.did(ago, "post", "e", thread=f"e{ago}")
    community.did(3, "post", "e", thread="here")
    community.did(40, "post", "d", thread="once")
    section = community.engagement.staying(community.scope())
    now = section.tables["change"].iloc[-1]
    assert (now["new"], now["reactivated"], now["lost"], now["net"]) == (1, 1, 1, 1)
    assert section["returning"].value == 1 / 3
    assert community.engagement.to_do(community.scope()).tables["silent"]["name"].tolist() == ["C"]


def test_e4_stickiness_is_the_mean_of_daily_over_monthly(community: Community) -> None:
    community.members("ab")
    community.did(27.5, "post", "a", thread="1")
    community.did(13.5, "post", "b", thread="2")
    section = community.engagement.staying(community.scope())
    days = [(1 if ago in (27, 13) else 0) / (1 if ago > 13 else 2) for ago in range(27, -1, -1)]
    assert section["stickiness"].value == pytest.approx(sum(days) / 28)


def test_e14_funnel_follows_pairs_from_online_to_meeting_again(community: Community) -> None:
    community.members("abcdefgh")
    for pair in ("ab", "cd", "ef", "gh"):
        community.did(200, "answered_message", pair[0], pair[1])
    for meetup, ago, names in (("one", 180, "abcd"), ("two", 150, "ab"), ("late", 100, "gh")):
        for name in names:
            community.did(ago + 5, "rsvp", name, online=False, meetup=meetup)
        community.met(ago, meetup, names.replace("d", ""))
    section = community.engagement.online_to_person(community.scope())
    assert section.tables["funnel"]["pairs"].tolist() == [4, 2, 1, 1]
    assert section["online_to_offline"].value == 0.25
    assert section.tables["rsvps"]["members"].tolist() == [8, 7, 2]
    assert section["follow_through"].value == 7 / 8


def test_e14_where_nobody_logs_meetings_nothing_is_said_of_them(community: Community) -> None:
    community.members("ab")
    community.did(100, "answered_message", "a", "b")
    assert community.engagement.online_to_person(community.scope())["online_to_offline"].value is None


def test_e5_load_counts_hosting_where_there_is_any(community: Community) -> None:
    community.members("abcdef")
    for name, posts in zip("abcdef", (6, 3, 2, 1, 1, 1), strict=True):
        for number in range(posts):
            community.did(3, "post", name, thread=f"{name}{number}")
    section = community.engagement.load(community.scope())
    assert section["absence_factor"].value == 2
    assert section["top_10"].value == 1
    assert section["keystone"].value is None
    community.did(2, "hosted", "f", online=False, meetup="walk")
    assert community.engagement.load(community.scope())["absence_factor"].value == 1


def test_e15_lists_name_nobody_who_hides(community: Community) -> None:
    community.members("ab")
    community.members("cd", seen="nobody")
    for name in "abcd":
        community.did(3, "post", name, thread=name)
    section = community.engagement.to_do(community.scope())
    assert (section["isolated"].value, section["isolated"].n) == (4, 4)
    assert set(section.tables["isolated"]["name"]) == {"A", "B"}
    (introduction,) = section.tables["introductions"].itertuples()
    assert {introduction.name, introduction.other_name} == {"A", "B"}
    assert introduction.effect == "Both know nobody yet: 4 active members without a tie would become 2."


def test_e15_blocked_and_gone_are_not_suggested(community: Community) -> None:
    community.members("abcd")
    for name in "abcd":
        community.did(3, "post", name, thread=name)
    with community.db.writing() as cursor:
        cursor.execute("INSERT INTO block VALUES (?, ?, now())", [community.ids["a"], community.ids["b"]])
        cursor.execute("INSERT INTO standing (member_id, state, since) VALUES (?, 'left', now())", [community.ids["d"]])
    section = community.engagement.to_do(community.scope())
    assert set(section.tables["isolated"]["name"]) == {"A", "B", "C"}
    (introduction,) = section.tables["introductions"].itertuples()
    assert {introduction.name, introduction.other_name} != {"A", "B"}


def test_filters_narrow_every_figure(community: Community) -> None:
    community.members("z", role="organiser", home=LEEDS)
    community.members("ab", home=LEEDS)
    community.members("cd", home=BRISTOL)
    for pair in ("za", "ab", "cd", "bc"):
        community.did(3, "answered_message", pair[0], pair[1])
    community.met(2, "walk", "ab")

    def ties(**rest: Any) -> int:
        return community.engagement.together(community.scope(**rest))["reciprocity"].n

    def pairs(**rest: Any) -> int:
        """Count the pairs whose whole history is read."""
        return community.engagement.together(community.scope(**rest))["reach"].n

    assert (pairs(), pairs(staff=False), pairs(area=LEEDS), pairs(area=BRISTOL)) == (4, 3, 2, 1)
    assert (pairs(medium="online"), pairs(medium="in_person")) == (4, 1)
    assert ties() == 5
    assert ties(staff=False) == 4
    assert ties(area=LEEDS) == 3
    assert ties(area=BRISTOL) == 1
    assert ties(medium="online") == 4
    assert ties(medium="in_person") == 2
    assert ties(group=[community.ids["c"], community.ids["d"]]) == 1
    for wrong in ({"medium": "phone"}, {"area": 7}):
        with pytest.raises(BadFilter):
            community.scope(**wrong)
    with pytest.raises(BadFilter):
        Window(END, END)
