"""The command line: `python -m flock COMMAND`. Errors are one sentence on stderr and exit code 2."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl
from uuid import UUID

import typer

from flock import config, parts
from flock.domain import filters, words
from flock.errors import BadTable, FlockError, NotFound
from flock.geocoding.answers import Query, Refusal
from flock.geocoding.gazetteer import Gazetteer
from flock.services import exports, import_history, imports, measure_file, sample_community
from flock.services.discovery import Discovery
from flock.services.sample import community
from flock.services.sign_in import SignIns
from flock.storage import backup as backups
from flock.storage import imports as stored_imports
from flock.storage import integrity, schema

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.callback()
def _commands() -> None:
    """Flock from the command line."""


@app.command()
def geocode(
    text: Annotated[str, typer.Argument(help="A postcode, a town, or an address that ends with one.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print lat, lon, precision_m, source and matched.")] = False,
) -> None:
    """Say where a place is. Works while the app is running."""
    answer = parts.open_geocoder(config.from_environment(), None, report=_progress).geocode(Query(text=text))
    if isinstance(answer, Refusal):
        raise NotFound(answer.reason)
    lat, lon = answer.position
    if as_json:
        fields = {
            "lat": lat,
            "lon": lon,
            "precision_m": round(answer.precision_m),
            "source": answer.source,
            "matched": answer.matched,
        }
        typer.echo(json.dumps(fields, ensure_ascii=False))
    else:
        within = words.distance(answer.precision_m, unit="km")
        typer.echo(f"{answer.matched} is at {lat:.5f}, {lon:.5f}, within about {within}, says {answer.source}.")


@app.command()
def import_venues(
    file: Annotated[
        Path,
        typer.Argument(help="CSV, XLSX, ODS, GeoJSON, Parquet or .osm.pbf with any sensible column names.", show_default=False),
    ],
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column a field is, such as name=Venue; repeatable."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything, every problem included, as JSON.")] = False,
) -> None:
    """Bring in a table of places: checked, placed on the map, and written all or nothing."""
    settings = config.from_environment()
    said = _mapping(mapped or [])
    imports.look(file, said=said)  # a wrong file is told before a database or gazetteer is made for it
    db = parts.open_database(settings)
    try:
        postcodes = Gazetteer(parts.open_gazetteer(settings, report=_progress))
        geocoder = parts.open_geocoder(settings, db)
        demo = stored_imports.is_sample_only(db)
        result = imports.run(
            db, file, geocoder=geocoder, postcodes=postcodes, who="command line", said=said, dry_run=dry_run, progress=_progress
        )
        if demo and not stored_imports.is_sample_only(db):
            typer.echo("The demo community has given way, its door to look around too. From now on people sign in.", err=True)
    finally:
        db.close()
    typer.echo(json.dumps(result.as_json(), ensure_ascii=False) if as_json else result.as_text())


@app.command()
def undo_import(
    import_id: Annotated[
        UUID, typer.Argument(help="The import_id that import-venues printed, or the list of imports shows.", show_default=False)
    ],
    again: Annotated[bool, typer.Option("--redo", help="Bring in again what was taken back.")] = False,
) -> None:
    """Take back an import: what it brought goes, what it changed is as it was before. What people edited since stays."""
    db = parts.open_database(config.from_environment())
    try:
        turn = import_history.redo if again else import_history.undo
        done = turn(db, import_id, who="command line", progress=lambda share: _progress("Writing the places", share))
    finally:
        db.close()
    typer.echo(done.as_text(brought_in=again))


@app.command()
def export_venues(
    file: Annotated[
        Path, typer.Argument(help="Where to write; its ending says how: .csv, .geojson or .parquet.", show_default=False)
    ],
    query: Annotated[str, typer.Option("--filter", help="As in an address of the open data: kind=cafe&needs=wifi.")] = "",
) -> None:
    """Write the places to a file that other programs read."""
    wanted = filters.from_query(dict(parse_qsl(query)))
    db = parts.open_database(config.from_environment())
    try:
        discovery = Discovery(db)
        content = exports.write(discovery.table(wanted), file.suffix.removeprefix("."), made_by=discovery.credits())
        total = discovery.count(wanted)
    finally:
        db.close()
    try:
        file.write_bytes(content)
    except OSError as error:
        raise NotFound(f"{file} cannot be written. Check that its folder exists and may be written to.") from error
    typer.echo(f"{file} now holds {words.count(total, 'place', 'places')}.")


@app.command()
def measures(
    file: Annotated[Path, typer.Argument(help="A table with src, dst and at, or with member, event and at.", show_default=False)],
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How many days to look at, up to the last in the table.")] = 28,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day that is not looked at.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Look at all days of the table.")] = False,
    utc: Annotated[bool, typer.Option("--utc", help="Times without a zone are in UTC.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Measure whether a table of interactions shows a community. Needs neither the app nor a database."""
    found = measure_file.measure(file, days=days, until=until.date() if until else None, whole=whole, utc=utc)
    typer.echo(json.dumps(measure_file.as_json(found), ensure_ascii=False) if as_json else measure_file.as_text(found))


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write venues.csv, members.csv and activity.csv.", show_default=False)],
    venues: Annotated[int, typer.Option(min=1, help="How many places.")] = 2000,
    members: Annotated[int, typer.Option(min=1, help="How many members.")] = 600,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 7,
) -> None:
    """Invent a community: places in real towns, members, and a year of what they did."""
    gazetteer = parts.open_gazetteer(config.from_environment(), report=_progress)
    community.write(folder, gazetteer.postcodes_around, venue_count=venues, member_count=members, seed=seed)
    typer.echo(f"{folder} now holds {words.count(venues, 'place', 'places')} and {words.count(members, 'member', 'members')}.")


@app.command()
def load_sample() -> None:
    """Load the demo community into an empty database. Where there is something already, do nothing."""
    settings = config.from_environment()
    db = parts.open_database(settings)
    try:
        if not sample_community.is_needed(db):
            return
        geocoder = Gazetteer(parts.open_gazetteer(settings, report=_progress))
        loaded = sample_community.load_once(db, geocoder, settings.sample_folder, progress=_progress)
    finally:
        db.close()
    if loaded is None:
        return
    typer.echo(
        f"The demo community is in: {words.count(loaded.places.created, 'place', 'places')}, "
        f"{words.count(loaded.members, 'member', 'members')}, {words.count(loaded.acts, 'act', 'acts')} of theirs."
    )


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write; must not be there yet.", show_default=False)]) -> None:
    """Write a whole copy of the database to one file. While the app runs, its leads do this on the page «Backups»."""
    db = parts.open_database(config.from_environment(), backup_folder=file.parent)
    try:
        backups.write(db, file)
    finally:
        db.close()
    typer.echo(f"{file} now holds everything.")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A backup that Flock wrote.", show_default=False)]) -> None:
    """Put a backup in the place of the database, where what was there is kept beside it, or into an empty lake."""
    settings = config.from_environment()
    where = parts.where(settings)
    kept = None
    if isinstance(where, Path):
        kept = backups.restore(file, into=where)
    else:
        backups.restore_into_lake(file, where)
    typer.echo(f"The database {where} is as it was when {file} was written.")
    if kept:
        typer.echo(f"What was there before is {kept}. Delete it once all is well: it holds people's data.")


@app.command()
def check() -> None:
    """Look whether the database is sound: its version, and what must hold whatever happened."""
    settings = config.from_environment()
    if isinstance(settings.database, Path) and not settings.database.exists():
        raise NotFound(f"There is no database {settings.database} yet. Start the app or import places to make one.")
    db = parts.open_database(settings)
    try:
        found = integrity.check(db)
        version = schema.check(db)
    finally:
        db.close()
    for sentence in found:
        typer.echo(sentence)
    if found:
        raise typer.Exit(1)
    typer.echo(f"{db.where} is sound, at version {version}.")


@app.command()
def grant(
    email: Annotated[str, typer.Argument(help="The verified e-mail address she signs in with.", show_default=False)],
    role: Annotated[str, typer.Argument(help="member, organiser or lead.", show_default=False)],
) -> None:
    """Say what a member may do. She must have signed in once; the app must not run meanwhile."""
    db = parts.open_database(config.from_environment())
    try:
        name = SignIns(db).grant(email, role)
    finally:
        db.close()
    typer.echo(f"{name or email} is now {role}.")


def _mapping(pairs: list[str]) -> dict[str, list[str]]:
    """Read FIELD=COLUMN; nothing after the sign leaves a field out."""
    said: dict[str, list[str]] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals:
            raise BadTable(f"«{pair}» does not say which column a field is. Write for example --map name=Venue.")
        said.setdefault(field.strip(), []).extend([column] if column.strip() else [])
    return said


def _progress(sentence: str, fraction: float) -> None:
    """Tell somebody who watches; a program that reads stderr gets nothing but errors there."""
    if sys.stderr.isatty():
        print(f"{fraction:4.0%}  {sentence}", file=sys.stderr)


def main() -> None:
    """Run a command and turn errors made for people into a sentence and exit code 2."""
    try:
        app()
    except FlockError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
