"""Answers to the belonging pulse. Who answered and what was answered stand apart, and their order says nothing."""

import random
from datetime import date
from typing import Any
from uuid import UUID

import pyarrow as pa

from flock.storage import remembered
from flock.storage.database import Database, sql

QUESTIONS = ("membership", "influence", "needs", "bond")
_SCHEMA = pa.schema({"sample": pa.bool_()} | {name: pa.int32() for name in QUESTIONS})


def has_answered(db: Database, member_id: UUID, month: date) -> bool:
    """Tell whether a member had her turn that month."""
    row = db.one("pulse_turn", {"member_id": member_id, "month": month})
    return bool(row and row[0])


def answer(db: Database, member_id: UUID, month: date, answers: dict[str, int], *, sample: bool) -> bool:
    """Take a member's turn and her answers; False where she had her turn.

    The month is written anew in an order of chance, so that the second table does not follow the order of the first.
    """
    with db.writing() as cursor:
        row = cursor.execute(sql("pulse_turn"), {"member_id": member_id, "month": month}).fetchone()
        if row and row[0]:
            return False
        cursor.execute(sql("pulse_take_turn"), {"member_id": member_id, "month": month})
        rows: list[dict[str, Any]] = cursor.execute(sql("pulse_month"), {"month": month}).to_arrow_table().to_pylist()
        rows.append({"sample": sample, **answers})
        random.SystemRandom().shuffle(rows)
        cursor.execute(sql("pulse_clear"), {"month": month})
        cursor.register("chunk", pa.Table.from_pylist(rows, _SCHEMA))
        cursor.execute(sql("pulse_write"), {"month": month})
    return True


def results(db: Database, *, before: date, least: int) -> list[dict[str, Any]]:
    """Give each month that is over and has enough answers: month, answers, and mean and standard deviation of each question."""
    found: list[dict[str, Any]] = remembered.table(db, "pulse_results", {"month": before, "least": least}).to_pylist()
    return found


def count(db: Database, month: date) -> int:
    """Count the answers of a month."""
    row = db.one("pulse_count", {"month": month})
    return int(row[0]) if row else 0
