"""A Slack export gives posts and replies, and nothing of what was written (E1)."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flock.errors import BadTable
from flock.ingest import slack_exports
from flock.ingest.activity_logs import Choices, Reading

CHOICES = Choices(datetime(2026, 6, 1, tzinfo=UTC))
DAY = [
    {"type": "message", "user": "U1", "text": "secret", "ts": "1609459200.000200", "thread_ts": "1609459200.000200"},
    {
        "type": "message",
        "user": "U2",
        "text": "hi",
        "ts": "1609459300.000200",
        "thread_ts": "1609459200.000200",
        "parent_user_id": "U1",
    },
    {
        "type": "message",
        "user": "U1",
        "text": "me",
        "ts": "1609459400.000200",
        "thread_ts": "1609459200.000200",
        "parent_user_id": "U1",
    },
    {"type": "message", "subtype": "channel_join", "user": "U3", "ts": "1609459500.0"},
    {"type": "message", "bot_id": "B1", "text": "beep", "ts": "1609459600.0"},
    {"type": "message", "user": "U2", "ts": "1609459700.0", "thread_ts": "1500000000.0"},
    {"type": "message", "user": "U2", "ts": "soon"},
]


def export(folder: Path, **files: object) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name, content in files.items():
            target.writestr(name.replace("__", "/") + ".json", json.dumps(content))
    return path


def test_posts_and_replies_come_out_and_the_rest_is_counted(tmp_path: Path) -> None:
    path = export(tmp_path, **{"general__2021-01-01": DAY, "channels": [{"name": "general"}]})
    reading = Reading()
    acts = list(slack_exports.read(path, CHOICES, reading))
    assert [(act.who, act.towards, act.kind) for act in acts] == [("U1", None, "post"), ("U2", "U1", "reply")]
    assert acts[0].thread == acts[1].thread
    assert "secret" not in repr(acts)
    assert sum(reading.skipped.values()) == 3
    assert [(problem.line, problem.column) for problem in reading.problems] == [
        (6, "general/2021-01-01.json"),
        (7, "general/2021-01-01.json"),
    ]
    assert reading.rows == len(DAY)


def test_names_come_from_the_list_of_users(tmp_path: Path) -> None:
    users = [
        {"id": "U1", "profile": {"display_name": "Ada"}},
        {"id": "U2", "real_name": "Bea  B", "profile": {"display_name": ""}},
        {"id": "U3", "name": "beep", "is_bot": True},
        {"id": 4},
    ]
    assert slack_exports.names(export(tmp_path, users=users)) == {"U1": "Ada", "U2": "Bea B"}


def test_one_day_of_one_channel_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "2021-01-01.json"
    file.write_text(json.dumps(DAY[:2]), "utf-8")
    assert len(list(slack_exports.read(file, CHOICES, Reading()))) == 2


@pytest.mark.parametrize("content", [b"PK no zip", b"", b"{}"])
def test_what_is_no_export_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    for name in ("broken.zip", "broken.json"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadTable):
            list(slack_exports.read(tmp_path / name, CHOICES, Reading()))


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_exports, "MOST_BYTES", 10)
    with pytest.raises(BadTable, match="shorter time"):
        list(slack_exports.read(export(tmp_path, **{"general__2021-01-01": DAY}), CHOICES, Reading()))


def test_channels_say_who_is_in_them_but_for_the_one_of_everybody(tmp_path: Path) -> None:
    told = [
        {"id": "C1", "name": "general", "is_general": True, "members": ["U1", "U2"]},
        {"id": "C2", "name": "hikes", "members": ["U1", 7]},
        {"id": "C3", "name": "odd", "members": "U1"},
        {"id": "C4", "members": ["U1"]},
    ]
    assert slack_exports.channels(export(tmp_path, channels=told, hikes__a=DAY)) == {"hikes": ["U1"]}
