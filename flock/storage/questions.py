"""The text of questions: one SQL file each."""

from functools import cache
from importlib import resources


@cache
def sql(question: str) -> str:
    """Give the text of `storage/sql/<question>.sql`."""
    return resources.files("flock.storage").joinpath("sql", f"{question}.sql").read_text("utf-8")
