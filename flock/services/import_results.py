"""What an import did, or would do, for a program and for a person."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flock.ingest.problems import Problem

_COUNTS = ("rows", "created", "updated", "unchanged", "rejected", "duplicates", "doubtful", "geocoded")
_TOLD_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did, or would do: rows = created + updated + unchanged + rejected + duplicates.

    `import_id` is None where nothing was written; `mapping` gives, for each field, the name of its column; `problems` are in the
    order of their lines.
    """

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    doubtful: int
    duplicates: int
    geocoded: int
    import_id: UUID | None
    mapping: dict[str, str]
    problems: list[Problem]

    def as_json(self) -> dict[str, Any]:
        """Give the same with plain values."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return values | {
            "import_id": str(self.import_id) if self.import_id else None,
            "problems": [problem._asdict() for problem in self.problems],
        }

    def as_text(self) -> str:
        """Say it to a person: what was left out first, then what else there is to look at, alike findings told once."""
        lines = [f"{name:>10}  {getattr(self, name):,}" for name in _COUNTS]
        lines += ["", "Columns used:", *(f"  {field}: {label}" for field, label in self.mapping.items())]
        alike = Counter(_likeness(problem) for problem in self.problems)
        first = {_likeness(problem): problem for problem in reversed(self.problems)}
        told = sorted(first.values(), key=lambda problem: (problem.severity != "rejected", problem.line))[:_TOLD_PROBLEMS]
        if told:
            lines += ["", "To look at:", *(_told(problem, alike[_likeness(problem)] - 1) for problem in told)]
        rest = len(self.problems) - sum(alike[_likeness(problem)] for problem in told)
        if rest:
            lines.append(f"  … and {rest:,} more, see --json")
        if self.import_id is None:
            lines += ["", "This was a dry run: nothing was written."]
        return "\n".join(lines)


def _likeness(problem: Problem) -> tuple[object, ...]:
    """Tell alike findings: warnings of one sentence about one column. A row that was left out is like no other."""
    return (problem.line,) if problem.severity == "rejected" else (problem.column, problem.sentence)


def _told(problem: Problem, more: int) -> str:
    where = f"line {problem.line}" + (f", {problem.column}" if problem.column else "")
    value = f" «{' '.join(problem.value.split())}»" if problem.value else ""
    left_out = "Left out: " if problem.severity == "rejected" else ""
    return f"  {left_out}{where}{value}: {problem.sentence}" + (f" (And {more:,} more rows like it.)" if more else "")
