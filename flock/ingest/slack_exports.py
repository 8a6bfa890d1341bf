"""A Slack export, as a zip or one day of one channel, → acts: posts in channels and replies in threads.

Reactions, joins and bots tell of nothing that members do with each other, so they are counted and left out. Text is never read
into an act; only who wrote, below whose message, and when.
"""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from flock.errors import BadTable
from flock.ingest import activity_logs
from flock.ingest.activity_logs import Act, Choices, Reading, Skipped, Unfit

MOST_FILES = 50_000
MOST_BYTES = 500_000_000
_SUFFIXES = (".zip", ".json")


def is_export(path: Path) -> bool:
    """Tell by its name whether a file may be a Slack export."""
    return path.suffix.lower() in _SUFFIXES


def names(path: Path) -> dict[str, str]:
    """Give the names of people by their key, as far as the export has them; bots have none.

    Raises:
        BadTable: not a zip or not JSON.
    """
    found = {}
    for name, users in _days(path, users=True):
        for user in users if name == "users.json" else []:
            said = user.get("profile")
            profile = said if isinstance(said, dict) else {}
            called = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name")
            if isinstance(user.get("id"), str) and isinstance(called, str) and not user.get("is_bot"):
                found[user["id"]] = " ".join(called.split())
    return found


def channels(path: Path) -> dict[str, list[str]]:
    """Give the keys of who is in each channel, by its name. The channel that everybody is in says nothing, and is left out.

    Raises:
        BadTable: not a zip or not JSON.
    """
    found = {}
    for name, entries in _days(path, users=True):
        for channel in entries if name == "channels.json" else []:
            called, inside = channel.get("name"), channel.get("members")
            if isinstance(called, str) and called and isinstance(inside, list) and not channel.get("is_general"):
                found[called] = [key for key in inside if isinstance(key, str)]
    return found


def read(path: Path, choices: Choices, reading: Reading) -> Iterator[Act]:
    """Give the acts of an export. The line of a finding is the number of the message in its file, which is named as the column.

    Raises:
        BadTable: not a zip or not JSON, larger than can be read, or without a message.
    """
    authors: dict[tuple[str, str], str] = {}
    for name, messages in _days(path, users=False):
        channel = PurePosixPath(name).parent.name or PurePosixPath(name).stem
        for line, message in enumerate(messages, 1):
            reading.rows += 1
            with reading.noting(line, {}):
                yield activity_logs.checked(_act(line, name, channel, message, choices, authors))
    if not reading.rows:
        raise BadTable(f"{path.name} holds no messages. Give the zip that Slack makes, or the file of one day.")


def _act(
    line: int, name: str, channel: str, message: dict[str, Any], choices: Choices, authors: dict[tuple[str, str], str]
) -> Act:
    who, ts, thread = message.get("user"), message.get("ts"), message.get("thread_ts")
    if message.get("type") != "message" or message.get("subtype") not in (None, "thread_broadcast", "me_message"):
        raise Skipped("a notice of Slack's own, such as somebody joining a channel")
    if message.get("bot_id") or not isinstance(who, str) or not who:
        raise Skipped("written by a bot")
    if not isinstance(ts, str):
        raise Unfit(name, str(ts), "The message has no time.")
    at = activity_logs.moment(ts, choices, name)
    authors[channel, ts] = who
    if thread in (None, ts):
        return Act(line, who, None, "post", at, True, f"{channel} {ts}")
    towards = message.get("parent_user_id") or authors.get((channel, str(thread)))
    if not isinstance(towards, str):
        raise Unfit(name, str(thread), "The message that this answers is not in the export, so nobody knows whose it was.")
    if towards == who:
        raise Skipped("went on writing below her own post")
    return Act(line, who, towards, "reply", at, True, f"{channel} {thread}")


def _days(path: Path, *, users: bool) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give each file's name and the objects in it, in the order of their days."""
    if path.suffix.lower() == ".json":
        if not users:
            yield path.name, _objects(path.name, path.read_bytes())
        return
    try:
        with zipfile.ZipFile(path) as export:
            inside = [entry for entry in export.infolist() if entry.filename.endswith(".json")]
            if len(inside) > MOST_FILES or sum(entry.file_size for entry in inside) > MOST_BYTES:
                raise BadTable(f"{path.name} unpacks to more than can be read at once. Export a shorter time.")
            for entry in sorted(inside, key=lambda entry: entry.filename):
                top = "/" not in entry.filename.strip("/")
                if top == users:  # at the top lie the lists of users and channels, below them the messages
                    yield entry.filename, _objects(entry.filename, _unpacked(export, entry))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise BadTable(f"{path.name} is not a zip that can be opened. Download it again from Slack.") from error


def _unpacked(export: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with export.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise BadTable(f"{entry.filename} is larger than the zip says. Download it again from Slack.")
    return content


def _objects(name: str, content: bytes) -> list[dict[str, Any]]:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadTable(f"{name} is not JSON as Slack writes it.") from error
    if not isinstance(read, list):
        raise BadTable(f"{name} is not a list of messages as Slack writes it.")
    return [one for one in read if isinstance(one, dict)]
