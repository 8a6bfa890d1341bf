"""E1: another tool's log comes in with a check first, all or nothing, and goes again as a whole."""

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from flock.errors import BadTable, NotAllowed, NotFound
from flock.services.accounts import Accounts
from flock.services.engagement import Engagement
from flock.services.log_imports import LogImports
from flock.storage import group_sizes
from flock.storage import log_imports as stored

ROWS = """src,dst,kind,at
ada,bea,reply,2026-05-01T10:00Z
bea,ada,reply,2026-05-01T11:00Z
bea,ada,reply,2026-05-01T11:00Z
ada,ada,reply,2026-05-01T12:00Z
ada,zoe,reply,2026-05-01T13:00Z
ada,bea,likes,2026-05-01T13:00Z
"""


@pytest.fixture
def logs(community) -> LogImports:
    return LogImports(community.db, Accounts(community.db))


def look(logs: LogImports, lena, folder: Path, text: str, name: str = "log.csv"):
    (folder / name).write_text(text, "utf-8")
    return logs.look(lena, [folder / name])


def with_unknown(plan, unknown: str):
    from dataclasses import replace

    return replace(plan, unknown=unknown)


def test_a_check_counts_every_row_and_writes_nothing(community, logs, tmp_path, now) -> None:
    plan = with_unknown(look(logs, community["lena"], tmp_path, ROWS), "leave")
    before = community.ask("SELECT * FROM duckdb_tables() ORDER BY table_name")
    checked = logs.check(community["lena"], plan, now=now)
    assert (checked.rows, checked.taken, checked.duplicates, checked.rejected) == (6, 2, 1, 3)
    assert [problem.line for problem in checked.problems] == [5, 6, 7]
    assert [one.key for one in checked.unknown] == ["zoe"]
    assert community.ask("SELECT count(*) FROM interaction") == [(0,)]
    assert community.ask("SELECT * FROM duckdb_tables() ORDER BY table_name") == before


def test_members_are_found_by_key_or_by_a_name_that_is_theirs_alone(community, logs, tmp_path, now) -> None:
    community.join("second-cat")
    with community.db.writing() as cursor:
        cursor.execute("UPDATE member SET name = 'Cat' WHERE member_key = 'second-cat'")
    text = "from,to,at\nAda,bea,2026-05-01T10:00Z\nCat,bea,2026-05-01T10:00Z\n"
    plan = with_unknown(look(logs, community["lena"], tmp_path, text), "leave")
    checked = logs.check(community["lena"], plan, now=now)
    assert checked.taken == 1
    assert [(one.key, one.is_ambiguous) for one in checked.unknown] == [("Cat", True)]


def test_unknown_people_come_in_hidden_without_a_home_and_are_known_the_next_time(community, logs, tmp_path, now) -> None:
    plan = look(logs, community["lena"], tmp_path, ROWS)
    done = logs.commit(community["lena"], plan, now=now)
    assert (done.taken, done.members) == (3, 1)
    assert community.ask("SELECT name, seen_by, role, home_cell, joined_on::VARCHAR FROM member WHERE name = 'zoe'") == [
        ("zoe", "nobody", "member", None, "2026-05-01")
    ]
    again = logs.check(community["lena"], plan, now=now)
    assert (again.taken, again.duplicates, again.unknown) == (0, 4, [])
    with pytest.raises(BadTable, match="nothing new"):
        logs.commit(community["lena"], plan, now=now)


def test_pseudonyms_hold_no_word_of_the_file_and_still_are_known_the_next_time(community, logs, tmp_path, now) -> None:
    plan = with_unknown(look(logs, community["lena"], tmp_path, ROWS), "pseudonyms")
    logs.commit(community["lena"], plan, now=now)
    assert community.ask("SELECT name FROM member WHERE seen_by = 'nobody'") == [("Guest 1",)]
    assert "zoe" not in repr(community.ask("SELECT member_key, name FROM member"))
    assert logs.check(community["lena"], plan, now=now).unknown == []


def test_the_same_key_of_another_tool_is_somebody_else(community, logs, tmp_path, now) -> None:
    from dataclasses import replace

    text = "src,dst,at\n12,bea,2026-05-01T10:00Z\n"
    plan = look(logs, community["lena"], tmp_path, text)
    logs.commit(community["lena"], replace(plan, tool="Slack"), now=now)
    assert logs.check(community["lena"], replace(plan, tool="Slack"), now=now).unknown == []
    assert len(logs.check(community["lena"], replace(plan, tool="Discourse"), now=now).unknown) == 1


def test_who_was_at_a_meetup_together_is_a_pair_also_across_imports(community, logs, tmp_path, now) -> None:
    one = look(logs, community["lena"], tmp_path, "member,event,at\nada,tea,2026-05-01T10:00Z\nbea,tea,2026-05-01T10:05Z\n")
    assert logs.commit(community["lena"], one, now=now).acts == {"attended": 2, "co_attendance": 1}
    text = "member,event,at\nada,tea,2026-05-01T10:00Z\ncat,tea,2026-05-01T10:00Z\nada,tea,2026-05-08T10:00Z\n"
    more = logs.commit(community["lena"], look(logs, community["lena"], tmp_path, text, "more.csv"), now=now)
    assert (more.taken, more.duplicates, more.meetups) == (2, 1, 2)
    assert more.acts == {"attended": 2, "co_attendance": 2}, "cat with ada and bea; the tea a week later is another meetup"


def test_at_a_meetup_of_hundreds_nobody_meets_everybody(community, logs, tmp_path, now, monkeypatch) -> None:
    monkeypatch.setattr(stored, "MOST_AT_A_MEETUP", 2)
    rows = "".join(f"{key},tea,2026-05-01T10:00Z\n" for key in ("ada", "bea", "cat"))
    plan = look(logs, community["lena"], tmp_path, f"member,event,at\n{rows}")
    assert logs.check(community["lena"], plan, now=now).acts == {"attended": 3}


def test_undo_takes_back_all_that_came_and_spares_whom_did_something_since(community, logs, tmp_path, now) -> None:
    text = "src,dst,at\nzoe,bea,2026-05-01T10:00Z\nyve,bea,2026-05-01T10:00Z\n"
    done = logs.commit(community["lena"], look(logs, community["lena"], tmp_path, text), now=now)
    community.act("reply", "another tool:zoe", "ada", at=now)
    logs.undo(community["lena"], done.import_id)
    assert community.ask("SELECT count(*) FROM interaction") == [(1,)]
    assert community.ask("SELECT name FROM member WHERE seen_by = 'nobody'") == [("zoe",)]
    assert [past.state for past in logs.history(community["lena"])] == ["undone"]
    with pytest.raises(NotFound):
        logs.undo(community["lena"], done.import_id)


def test_a_large_log_is_all_or_nothing(community, logs, tmp_path, now, monkeypatch) -> None:
    """Written in several transactions, it leaves nothing where one of them fails, or where the program ends in between."""
    monkeypatch.setattr(stored, "MOST_ROWS_A_TRANSACTION", 2)
    text = "src,dst,at\n" + "".join(f"zoe,bea,2026-05-01T10:0{minute}Z\n" for minute in range(7))
    plan = look(logs, community["lena"], tmp_path, text)
    real, calls = stored._bound, []

    def fails_late(question: str, batch):
        calls.append(question)
        if len(calls) > 5:
            raise RuntimeError("the disk is full")
        return real(question, batch)

    monkeypatch.setattr(stored, "_bound", fails_late)
    with pytest.raises(RuntimeError):
        logs.commit(community["lena"], plan, now=now)
    assert community.ask("SELECT (SELECT count(*) FROM interaction), (SELECT count(*) FROM log_member)") == [(0, 0)]
    assert community.ask("SELECT count(*) FROM member WHERE name = 'zoe'") == [(0,)]
    monkeypatch.setattr(stored, "_bound", real)
    assert logs.commit(community["lena"], plan, now=now).taken == 7
    with community.db.writing() as cursor:
        cursor.execute("UPDATE log_import SET state = 'running' WHERE state = 'committed'")
    assert Engagement(community.db).whole(today=now.date()) is None
    stored.clear_unfinished(community.db)
    assert community.ask("SELECT count(*) FROM interaction") == [(0,)]


def test_a_large_log_is_seen_as_a_whole_or_not_at_all(community, logs, tmp_path, now, monkeypatch) -> None:
    """While it is written the measures see nothing of it, and do not wait for it; while it is taken back it is not there."""
    monkeypatch.setattr(stored, "MOST_ROWS_A_TRANSACTION", 2)
    text = "src,dst,at\n" + "".join(f"ada,bea,2026-05-0{day}T10:00Z\n" for day in range(1, 8))
    asked, seen, real = Engagement(community.db), [], stored.sql

    def looks(question: str) -> str:
        if question in ("log_write_acts", "log_import_finish"):
            other = ThreadPoolExecutor(1)
            seen.append(other.submit(asked.whole, today=now.date()).result(timeout=20))
        if question == "log_undo_acts":
            seen.append(community.ask("SELECT count(*) FROM act"))
        return real(question)

    monkeypatch.setattr(stored, "sql", looks)
    done = logs.commit(community["lena"], look(logs, community["lena"], tmp_path, text), now=now)
    assert len(seen) > 3
    assert set(seen) == {None}
    whole = asked.whole(today=now.date())
    assert whole is not None
    assert whole.days == 7, "the last small transaction is seen, though no row came with it"
    seen.clear()
    logs.undo(community["lena"], done.import_id)
    assert len(seen) > 3
    assert all(count == [(0,)] for count in seen)
    assert asked.whole(today=now.date()) is None
    assert community.ask("SELECT count(*) FROM interaction") == [(0,)]


def test_times_without_zone_are_taken_once_the_zone_is_said(community, logs, tmp_path, now) -> None:
    from dataclasses import replace
    from zoneinfo import ZoneInfo

    plan = look(logs, community["lena"], tmp_path, "src,dst,at\nada,bea,2026-05-01 10:00\n")
    assert logs.check(community["lena"], plan, now=now).rejected == 1
    assert logs.check(community["lena"], replace(plan, zone=ZoneInfo("Europe/London")), now=now).taken == 1


def test_two_logs_at_once_or_none_are_refused(community, logs, tmp_path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("src,dst,at\nada,bea,2026-05-01T10:00Z\n", "utf-8")
    with pytest.raises(BadTable, match="one after the other"):
        logs.look(community["lena"], [tmp_path / "a.csv", tmp_path / "b.csv"])
    (tmp_path / "members.csv").write_text("id,joined\n1,2026-05-01T10:00Z\n", "utf-8")
    with pytest.raises(BadTable, match="who did what"):
        logs.look(community["lena"], [tmp_path / "members.csv"])


@pytest.mark.parametrize("key", ["ada", "olga"])
def test_only_leads_bring_in_logs(community, logs, tmp_path, now: datetime, key: str) -> None:
    plan = look(logs, community["lena"], tmp_path, ROWS)
    done = logs.commit(community["lena"], plan, now=now)
    acting = community[key]
    for refused in (
        lambda: logs.look(acting, []),
        lambda: logs.check(acting, plan),
        lambda: logs.commit(acting, plan),
        lambda: logs.history(acting),
        lambda: logs.undo(acting, done.import_id),
    ):
        with pytest.raises(NotAllowed):
            refused()


GROUPS = {
    "rsvps.csv": "member,event,at\nada,tea,2026-05-01T10:00Z\nbea,tea,2026-05-01T10:00Z\nyve,tea,2026-05-01T10:00Z\n",
    "members.csv": "id,joined,groupId\nada,2026-01-01,7\nada,2026-01-02,9\nbea,2026-01-01,7\nyve,2026-01-01,9\nbea,2026-01-01,7\n",
    "groups.csv": "id,name,urlname,created\n7,Walkers,walkers,2020-01-01\n9,Readers,readers,2020-01-01\n",
}


def look_at_groups(logs: LogImports, lena, folder: Path, **other: str):
    files = GROUPS | {f"{name}.csv": text for name, text in other.items()}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return logs.look(lena, [folder / name for name in files])


def test_groups_of_another_tool_come_with_its_log_and_go_with_it(community, logs, tmp_path, now) -> None:
    """E12: the groups filter and the links between groups know them; who sees whom does not."""
    plan = look_at_groups(logs, community["lena"], tmp_path)
    assert plan.groups.path.name == "groups.csv"
    checked = logs.check(community["lena"], plan, now=now)
    assert (checked.taken, checked.members, checked.about_members, checked.memberships) == (3, 1, 5, 4)
    assert community.ask("SELECT count(*) FROM log_group_member") == [(0,)]
    done = logs.commit(community["lena"], plan, now=now)
    assert logs.history(community["lena"])[0].memberships == 4
    ids = {key: community.id(key) for key in ("ada", "bea", "Meetup:yve")}
    ada, bea, yve = ids.values()
    assert list(group_sizes.with_members(community.db, least=2)) == [("Readers", {ada, yve}), ("Walkers", {ada, bea})]
    assert community.ask("SELECT count(*) FROM group_member") == [(0,)], "nobody becomes visible to anybody by it"
    engagement = Engagement(community.db)
    section = engagement.between_groups(engagement.scope(engagement.latest(today=now.date())))
    assert (section["linking"].n, section["linking"].value) == (3, pytest.approx(1 / 3))
    assert section.tables["linkers"][["name", "groups"]].to_numpy().tolist() == [["Ada", 2]]
    assert section.tables["groups"]["linking"].tolist() == [1, 1]
    again = logs.check(community["lena"], plan, now=now)
    assert (again.memberships, again.is_anything) == (0, False)
    logs.undo(community["lena"], done.import_id)
    assert list(group_sizes.with_members(community.db, least=1)) == []
    assert community.ask("SELECT (SELECT count(*) FROM log_group), (SELECT count(*) FROM log_group_member)") == [(0, 0)]


def test_a_log_that_is_not_whole_tells_of_no_group(community, logs, tmp_path, now) -> None:
    logs.commit(community["lena"], look_at_groups(logs, community["lena"], tmp_path), now=now)
    with community.db.writing() as cursor:
        cursor.execute("UPDATE log_import SET state = 'undoing'")
    assert list(group_sizes.with_members(community.db, least=1)) == []


def test_whom_another_log_knows_in_a_group_stays(community, logs, tmp_path, now) -> None:
    first = logs.commit(community["lena"], look_at_groups(logs, community["lena"], tmp_path), now=now)
    more = {"members": "id,joined,groupId\nyve,2026-01-01,8\n"}
    second = logs.commit(community["lena"], look_at_groups(logs, community["lena"], tmp_path, **more), now=now)
    assert (second.taken, second.memberships) == (0, 1)
    logs.undo(community["lena"], first.import_id)
    assert community.ask("SELECT name FROM member WHERE seen_by = 'nobody'") == [("yve",)]
    assert [name for name, _ in group_sizes.with_members(community.db, least=1)] == ["8"], "it has no name in the table of groups"


def test_two_lists_of_groups_are_refused(community, logs, tmp_path) -> None:
    topics = {"topics": "groupId,name,id,urlkey\n7,Hills,1,hills\n"}
    with pytest.raises(BadTable, match="both look like a list of groups"):
        look_at_groups(logs, community["lena"], tmp_path, **topics)


def test_channels_of_slack_are_groups_of_those_it_names(community, logs, tmp_path, now) -> None:
    users = [{"id": "U1", "name": "ada"}, {"id": "U2", "name": "bea"}, {"id": "B1", "name": "robot", "is_bot": True}]
    content = {
        "users.json": users,
        "channels.json": [{"name": "hikes", "members": ["U1", "U2", "B1", "U9"]}],
        "hikes/2026-05-01.json": [{"type": "message", "user": "U1", "ts": "1777622400.0"}],
    }
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as export:
        for name, told in content.items():
            export.writestr(name, json.dumps(told))
    done = logs.commit(community["lena"], logs.look(community["lena"], [tmp_path / "export.zip"]), now=now)
    assert (done.taken, done.members, done.about_members, done.memberships) == (1, 0, 2, 2)
    assert list(group_sizes.with_members(community.db, least=2)) == [("hikes", {community.id("ada"), community.id("bea")})]
