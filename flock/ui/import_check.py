"""The third step of bringing in places: what would happen to each row, what is wrong and what is in doubt, to be repaired in place."""

from dataclasses import replace
from typing import Any

import streamlit as st

from flock.domain import words
from flock.domain.import_drafts import Draft
from flock.domain.members import Person
from flock.errors import NotFound
from flock.services import import_checks, import_preview
from flock.services.import_preview import Group
from flock.services.imports import Check
from flock.ui import import_doubts, import_rows, import_steps, look, resources

PAGE = 50
_REPAIR, _DOUBT, _NEW, _CHANGED, _SAME = "repair", "doubt", "new", "changed", "same"


def show(draft: Draft, person: Person) -> None:
    """Check the draft as it stands and show what would happen; while that runs, how far it is."""
    import_steps.problem()
    if not ready(draft, person):
        import_steps.buttons(person, draft, onward="Next: duplicates", blocked=True)
        return
    with resources.parts().import_checks.look(person, draft.draft_id) as check:
        result = check.result()
        doubts = check.open_doubts()
        import_rows.figures(result)
        if check.order.decisions.kinds or check.order.decisions.rows or draft.fixes:
            st.caption(f":material/edit: {_repaired(draft)}")
        groups = import_preview.groups(check)
        view = _views(result.rejected, len(doubts), result.created, result.updated, result.unchanged, groups)
        match view:
            case "repair":
                _groups(draft, person, check, groups)
            case "doubt":
                import_doubts.show(draft, person, check)
            case "new":
                import_rows.created(check, result.created)
            case "changed":
                import_rows.changed(check, result.updated)
            case "same":
                import_rows.unchanged(check, result.unchanged)
    import_steps.buttons(person, draft, onward="Next: duplicates")


def ready(draft: Draft, person: Person) -> bool:
    """Tell whether the draft is checked as it stands; else begin that, and draw how far it is."""
    progress = resources.parts().import_checks.begin(person, draft)
    if progress.state == import_checks.READY:
        return True
    if progress.state in (import_checks.CHECKING, import_checks.COMMITTING):
        _waiting(draft, person)
    else:
        paused = progress.state == import_checks.PAUSED
        sentence = "The check is paused. What was looked up is kept." if paused else progress.sentence
        st.warning(look.plain(sentence), icon=":material/pause_circle:" if paused else ":material/error:")
        st.button(
            "Go on" if paused else "Try again",
            icon=":material/play_arrow:",
            on_click=resources.parts().import_checks.resume,
            args=(person, draft),
        )
    return False


@st.fragment(run_every=1.0)
def _waiting(draft: Draft, person: Person) -> None:
    checks = resources.parts().import_checks
    progress = checks.begin(person, draft)
    if progress.state not in (import_checks.CHECKING, import_checks.COMMITTING):
        st.rerun()
    bar(progress)
    if progress.state == import_checks.CHECKING:
        st.button("Pause", icon=":material/pause:", on_click=checks.pause, args=(person, draft.draft_id))
    st.caption("You can close this page. The check goes on, and you find it again under «Bring in places».")
    if progress.first:
        try:
            with checks.look(person, draft.draft_id) as check:
                st.markdown("**The first rows**, while the others are checked")
                import_rows.table(import_preview.created(check, most=PAGE))
        except NotFound:
            pass  # the whole check was ready in between, and the next run shows it


def bar(progress: import_checks.Progress) -> None:
    """Draw how far a check or a commit is, and how long it will take."""
    left = "" if progress.seconds_left is None else f" · {words.wait(progress.seconds_left)} left"
    st.progress(min(progress.share, 1.0), f"{look.plain(progress.sentence or 'Opening the file')}{left}")


def _views(rejected: int, doubtful: int, new: int, changed: int, same: int, groups: list[Group]) -> str:
    """Let her choose what to look at, and give which; what needs her comes first."""
    findings = sum(len(group.problems) for group in groups)
    counts = {_REPAIR: findings, _DOUBT: doubtful, _NEW: new, _CHANGED: changed, _SAME: same}
    label = {_REPAIR: "To look at", _DOUBT: "In doubt", _NEW: "New", _CHANGED: "Changed", _SAME: "Unchanged"}
    there = [view for view, count in counts.items() if count]
    if not there:
        return ""
    first = _REPAIR if rejected else _DOUBT if doubtful else next((view for view in (_NEW, _CHANGED) if counts[view]), there[0])
    chosen = st.segmented_control(
        "Look at",
        there,
        default=first,
        format_func=lambda view: f"{label[view]} {counts[view]:,}",
        key="import_view",
        label_visibility="collapsed",
    )
    return chosen or first


def _groups(draft: Draft, person: Person, check: Check, groups: list[Group]) -> None:
    """Draw the findings, grouped by what repairs them, each row to be edited."""
    left_out = sum(len(group.problems) for group in groups if group.severity == "rejected")
    if left_out:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"{words.count(left_out, 'row is', 'rows are')} left out as they stand. Repair them here, or in the file."
            )
            st.download_button(
                "Download them with what is wrong",
                lambda: import_preview.rejected_csv(check),
                file_name=f"{draft.title} - left out.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
    for number, group in enumerate(groups[:20]):
        lines = words.count(len(group.problems), "row", "rows")
        mark = ":material/block:" if group.severity == "rejected" else ":material/info:"
        where = f"**{look.plain(group.column)}**: " if group.column else ""
        sentence = group.sentence if len(group.problems) == 1 else _general(group)
        with st.expander(f"{mark} {lines} · {where}{look.plain(sentence)}", expanded=number == 0):
            _editor(draft, person, check, group, key=f"fix_{number}_{draft.draft_id.hex}_{len(draft.fixes)}")
    if len(groups) > 20:
        st.caption(f"And {len(groups) - 20} more kinds of finding. They show once these are repaired.")


def _general(group: Group) -> str:
    """Say a sentence for all rows of a group: the words in which they differ are left open."""
    told = [problem.sentence.replace(problem.value or "\0", "…").split(" ") for problem in group.problems]
    if len({len(parts) for parts in told}) > 1:
        return group.sentence.replace(group.problems[0].value or "\0", "…")
    return " ".join(parts[0] if len(set(parts)) == 1 else _open(parts[0]) for parts in zip(*told, strict=True))


def _open(word: str) -> str:
    """Leave a word open, but for the marks around it."""
    inner = word.strip("«».,;:?")
    return word.replace(inner, "…") if inner else word


def _editor(draft: Draft, person: Person, check: Check, group: Group, *, key: str) -> None:
    """Let her edit the rows of a group: all that can be repaired where the row is left out, else the one cell."""
    names = _names(check, group)
    rows: list[dict[str, Any]] = []
    for problem in group.problems[:PAGE]:
        whole = problem.line in check.rejected and group.severity == "rejected"
        cells = {name: _cell(check, problem.line, name) if whole else problem.value for name in names}
        told = {"take": False} if group.is_ragged else {}
        over = ", ".join(check.rejected[problem.line][len(check.order.columns.header) :]) if group.is_ragged else ""
        after = {"over": over} if group.is_ragged else {"wrong": problem.sentence}
        rows.append({"line": problem.line, **told, **(cells or {"value": problem.value}), **after})
    config = {
        "line": st.column_config.NumberColumn("Line", format="%d", width="small"),
        "take": st.column_config.CheckboxColumn("Take", help="Bring this row in as it stands here.", width="small"),
        "over": st.column_config.TextColumn("Left over"),
        "wrong": st.column_config.TextColumn("What is wrong", width="large"),
        "value": st.column_config.TextColumn("What stands there"),
    }
    config |= {name: st.column_config.TextColumn(import_rows.label(name), max_chars=500) for name in names}
    if group.is_ragged:
        st.caption(
            "Each cell is put under the next column. Move what slipped to where it belongs, or tick what can be taken as it stands."
        )
    fixed = [name for name in rows[0] if name not in (*names, "take")]
    edited = st.data_editor(rows, column_config=config, disabled=fixed, hide_index=True, key=key)
    if len(group.problems) > PAGE:
        st.caption(f"These are the first {PAGE} of {len(group.problems):,}.")
    changed = {}
    for row, now in zip(rows, edited, strict=True):
        texts = {name: now[name] or "" for name in names if (now[name] or "") != (row[name] or "")}
        if texts or now.get("take"):
            changed[row["line"]] = texts
    with st.container(horizontal=True):
        if names:
            st.button(
                "Check again",
                key=f"{key}_check",
                icon=":material/refresh:",
                disabled=not changed,
                on_click=_fix,
                args=(person, draft, changed),
            )
        if group.severity == "warning":
            st.caption("You can go on without repairing these: what cannot be read is left empty.")


_SHOWN = ("name", "address", "town", "postcode", "lat", "lon", "position")


def _names(check: Check, group: Group) -> list[str]:
    """Give the fields to be edited: of a ragged row all that the file has, since any of them may have slipped."""
    columns = check.order.columns
    if group.is_ragged:
        return list(columns.fields)
    own = [name for name in columns.fields if columns.label(name) == group.column]
    if group.severity == "rejected" and all(problem.line in check.rejected for problem in group.problems[:PAGE]):
        return [name for name in import_preview.fixable(check) if name in _SHOWN or name in own[:1]]
    return own[:1]


def _cell(check: Check, line: int, name: str) -> str:
    cells = check.rejected[line]
    fixed = check.order.fixes.get(line, {}).get(name)
    numbers = check.order.columns.fields.get(name, ())
    return fixed if fixed is not None else ", ".join(cells[number] for number in numbers if number < len(cells) and cells[number])


def _fix(person: Person, draft: Draft, changed: dict[int, dict[str, str]]) -> None:
    """Keep what she repaired, so that it is checked again; a callback."""
    fixes = dict(draft.fixes)
    for line, texts in changed.items():
        fixes[line] = {**fixes.get(line, {}), **texts}
    resources.parts().import_drafts.save(person, replace(draft, fixes=fixes))


def _repaired(draft: Draft) -> str:
    rows = words.count(len(draft.fixes), "row", "rows")
    return f"{rows} repaired here. Your file stays as it is." if draft.fixes else "What you decided is taken into account."
