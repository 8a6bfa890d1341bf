"""The first step of bringing in places: a file or an area of OpenStreetMap, and how the file is read."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from flock.domain import positions, venues, words
from flock.domain.import_drafts import Draft
from flock.domain.members import Person
from flock.errors import FlockError
from flock.geocoding.answers import Query, Refusal
from flock.services import import_drafts
from flock.services.import_drafts import DELIMITERS, ENCODINGS, OSM_KINDS, QUOTES, Table
from flock.ui import import_steps, import_words, look, resources

_TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "geojson", "json", "parquet", "pbf"]
_FILE, _AREA = "A file", "OpenStreetMap"
_REACHES_KM = (1, 2, 5, 10, 20)
_SHOWN_ROWS = 8
_TURN = "import_turn"


def start(person: Person) -> None:
    """Ask for a file or an area; list what she has begun."""
    import_steps.problem()
    _unfinished(person)
    ways = [_FILE, _AREA]
    way = st.segmented_control("Where are the places?", ways, default=_FILE, required=True, key="from", bind="query-params")
    if way == _FILE:
        _upload(person)
    else:
        _area(person)


def show(draft: Draft, person: Person) -> None:
    """Show how the file is read, with its first rows, and let it be read in another way."""
    import_steps.problem()
    table = resources.parts().import_drafts.table(draft)
    st.markdown(f"**{look.plain(draft.file_name)}**: {_said(table)}")
    _first_rows(table)
    if table.reading.format in ("csv", "xlsx", "xls", "ods"):
        with st.expander("Read it another way", icon=":material/tune:"):
            _another_way(person, draft, table)
    import_steps.buttons(person, draft, onward="Next: columns")


def _unfinished(person: Person) -> None:
    drafts = resources.parts().import_drafts.mine(person)
    if not drafts:
        return
    st.subheader(f"{words.count(len(drafts), 'import', 'imports')} you have not finished", anchor=False)
    for draft in drafts:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"begun_{draft.draft_id.hex}"):
            when = f"{words.day(draft.updated_at.date())}, {words.clock(draft.updated_at)} UTC"
            st.markdown(f"**{look.plain(draft.file_name)}**  \nLast touched {when}", width="stretch")
            key = draft.draft_id.hex
            st.button("Go on", key=f"go_{key}", icon=":material/play_arrow:", on_click=import_steps.take_up, args=(draft,))
            args = (person, draft)
            st.button("Throw away", key=f"end_{key}", type="tertiary", on_click=import_steps.throw_away, args=args)
    st.caption("Files that nobody touches for a day are deleted.")


def _upload(person: Person) -> None:
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader(
        "A table of places: CSV, Excel, OpenDocument, GeoJSON, Parquet or an OpenStreetMap extract",
        type=_TYPES,
        key=f"import_file_{turn}",
        max_upload_size=import_drafts.MOST_BYTES >> 20,
    )
    st.caption("It stays on this server, in a private folder, until you are done. Nothing is brought in before the last step.")
    if file:
        try:
            with st.spinner("Reading the file"):
                import_steps.take_up(resources.parts().import_drafts.begin(person, file.name, file))
        except OSError as error:  # the disk or the database fails, and not the file
            look.show_error(error)
            st.button("Try again", icon=":material/refresh:")  # the file stays chosen until then
            return
        except FlockError as error:
            import_steps.note_problem(error)
        st.session_state[_TURN] = turn + 1  # a new uploader, which does not hold the file any more
        st.rerun()
    with st.container(horizontal=True):
        args: dict[str, Any] = {"mime": "text/csv", "type": "tertiary", "icon": ":material/download:", "on_click": "ignore"}
        st.download_button("An empty table", import_drafts.template(), "places.csv", **args)
        sample = resources.parts().settings.sample_folder / "venues.csv"
        if sample.is_file():
            st.download_button("A sample with 20 places", import_drafts.first_lines(sample, 21), "sample.csv", **args)


def _area(person: Person) -> None:
    drafts = resources.parts().import_drafts
    if not drafts.has_map_server:
        st.write(
            "OpenStreetMap's servers are asked only by communities that say how they can be reached. Whoever runs this one can set "
            "an e-mail address (`FLOCK_CONTACT`). Until then, upload an extract (.osm.pbf) as a file."
        )
        return
    where = st.text_input("Around", key="osm_where", placeholder="A postcode or a town", max_chars=100)
    reach_km = st.segmented_control(
        "Within", _REACHES_KM, default=2, required=True, key="osm_km", format_func=lambda km: f"{km} km"
    )
    kinds = [kind for kind in venues.KINDS if kind in OSM_KINDS]
    chosen = st.pills(
        "Kinds of place",
        kinds,
        selection_mode="multi",
        default=kinds[:3],
        key="osm_kinds",
        format_func=lambda kind: words.KIND[kind][1],
    )
    st.caption("What is found is © OpenStreetMap contributors, under the ODbL. That is kept with each place and shown with it.")
    if not st.button("Find places", type="primary", icon=":material/search:", disabled=not (where.strip() and chosen)):
        return
    try:
        answer = resources.parts().geocoder().geocode(Query(text=where))
        if isinstance(answer, Refusal):
            st.warning(look.plain(answer.reason), icon=":material/location_off:")
            return
        with st.spinner(f"Asking OpenStreetMap about {look.plain(answer.matched)}"):
            draft = drafts.begin_area(person, positions.box_around(answer.position, (reach_km or 2) * 1000), chosen)
    except FlockError as error:
        look.show_error(error)
        return
    import_steps.take_up(draft)
    st.rerun()


def _said(table: Table) -> str:
    """Say in a sentence how the file is read."""
    reading = table.reading
    parts = [import_words.FORMAT[reading.format]]
    if reading.encoding:
        between = import_words.DELIMITER.get(reading.delimiter) or f"«{reading.delimiter}»"
        parts = [f"text in {import_words.ENCODING[reading.encoding]}, with {look.plain(between)} between its cells"]
    if reading.sheet:
        parts.append(f"sheet «{look.plain(reading.sheet)}»")
    if reading.format in ("csv", "xlsx", "xls", "ods"):
        parts.append(f"column names on line {reading.header_line}" if reading.header_line else "no column names")
    return f"{', '.join(parts)}, {words.count(len(table.header), 'column', 'columns')}."


def _first_rows(table: Table) -> None:
    above = [row for line, row in table.first_rows if line < table.reading.header_line]
    if above:
        titles = [" ".join(" ".join(row).split()) for row in above[:3]]
        st.caption(f"Passed over above the column names: {look.plain(' · '.join(titles))}")
    names = import_drafts.column_names(table)
    below = [row for line, row in table.first_rows if line > table.reading.header_line][:_SHOWN_ROWS]
    rows = [[*row, *[""] * len(names)][: len(names)] for row in below]
    st.dataframe(pd.DataFrame(rows, columns=names, dtype=str), hide_index=True)


def _another_way(person: Person, draft: Draft, table: Table) -> None:
    """Draw a widget for each part of the reading. The draft says what they show; a change is tried at once."""
    reading = draft.reading

    def key(name: str) -> str:
        st.session_state[(told := f"reading_{name}_{draft.draft_id.hex}")] = reading[name]
        return told

    def change(name: str) -> dict[str, Any]:
        return {"key": key(name), "on_change": _read_as, "args": (person, draft, name)}

    if table.sheets:
        st.selectbox("Sheet", table.sheets, **change("sheet"))
    if reading["format"] == "csv":
        with st.container(horizontal=True):
            st.selectbox("Letters are written in", ENCODINGS, format_func=_shown(import_words.ENCODING), **change("encoding"))
            delimiters = list(dict.fromkeys([*DELIMITERS, reading["delimiter"]]))
            st.selectbox("Between cells stand", delimiters, format_func=_shown(import_words.DELIMITER), **change("delimiter"))
            st.selectbox("Quotation marks", QUOTES, format_func=_shown(import_words.QUOTE), **change("quote"))
    last = max(line for line, _ in table.first_rows)
    st.number_input("Line of the column names, 0 if there are none", 0, last, step=1, **change("header_line"))
    st.multiselect(
        "Words that mean an empty cell",
        reading["null_words"],
        accept_new_options=True,
        placeholder="Type one and press Enter",
        help="NULL, n/a, \\N and a dash always do.",
        **change("null_words"),
    )


def _shown(labels: Mapping[str, str]) -> Any:
    return lambda value: labels.get(value, value)


def _read_as(person: Person, draft: Draft, name: str) -> None:
    """Read the file as a widget says. Where cells begin and end otherwise, the column names are looked for anew."""
    changes = {name: st.session_state[f"reading_{name}_{draft.draft_id.hex}"]}
    if name in ("sheet", "encoding", "delimiter", "quote"):
        changes["header_line"] = -1
    try:
        resources.parts().import_drafts.read_as(person, draft, changes)
    except FlockError as error:
        import_steps.note_problem(error)
