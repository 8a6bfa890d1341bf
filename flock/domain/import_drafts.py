"""An import in progress: a closed tab is taken up again where it was, and steps go back and forth without loss."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

_LONGEST_NAME = 100
STEPS = ("file", "columns", "check", "duplicates", "commit")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has said of a file so far.

    `reading` is how it is read, as plain values. `mapping` gives the names of the columns of each field, as `columns.chosen` takes
    them. `fixes` are repaired cells: the line, the field, and what is to stand there. `decisions` are those of the later steps, in
    plain values. Times are UTC.
    """

    draft_id: UUID
    owner_id: UUID
    file_name: str
    path: Path
    sha256: str
    reading: dict[str, Any]
    mapping: dict[str, list[str]]
    created_at: datetime
    updated_at: datetime
    fixes: dict[int, dict[str, str]] = field(default_factory=dict)
    decisions: dict[str, Any] = field(default_factory=dict)
    step: str = STEPS[0]

    @property
    def title(self) -> str:
        """Give what the table is called, which may tell what kind of places it is about."""
        return Path(self.file_name).stem


def safe_name(file_name: str) -> str:
    """Give a name that is one inside a folder, and says what the table is about."""
    tidy = re.sub(r"[^\w .,()&+-]", "_", Path(file_name.replace("\\", "/")).name).strip(" .")
    stem, suffix = Path(tidy).stem[:_LONGEST_NAME], Path(tidy).suffix[:_LONGEST_NAME]
    return f"{stem}{suffix}" or "places"
