"""The peer for imports: django-import-export, with a model of the same columns in SQLite, as its documentation shows it."""

import time
from pathlib import Path

import django
import tablib
from django.conf import settings

FIELDS = {
    **{"Name": "name", "Type": "kind", "Address": "address", "Town": "town", "Postcode": "postcode", "Latitude": "lat"},
    **{"Longitude": "lon", "Opening hours": "hours", "Website": "url", "Phone": "phone", "Wifi": "wifi", "Sockets": "sockets"},
    **{"Wheelchair": "wheelchair", "Seats": "seats", "Last checked": "checked_on"},
}


def dry_run_and_import(table: Path, database: Path) -> tuple[float, float, str]:
    """Give seconds of processor for the dry run and for the import, and what came in."""
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database)}},
        INSTALLED_APPS=["import_export"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    from django.db import connection, models
    from import_export import fields, resources

    class Venue(models.Model):
        name = models.CharField(max_length=200)
        lat, lon = models.FloatField(), models.FloatField()
        kind, address, town, postcode, hours, url, phone, wifi, sockets, wheelchair, seats, checked_on = (
            models.CharField(max_length=500, blank=True) for _ in range(12)
        )

        class Meta:
            app_label = "import_export"

    class VenueResource(resources.ModelResource):
        class Meta:
            model = Venue
            fields = tuple(FIELDS.values())
            import_id_fields = ("name", "lat", "lon")
            skip_unchanged = True

    for column, name in FIELDS.items():
        VenueResource.fields[name] = fields.Field(attribute=name, column_name=column, widget=VenueResource.fields[name].widget)
    with connection.schema_editor() as editor:
        editor.create_model(Venue)
    data = tablib.Dataset().load(table.read_text("utf-8"), format="csv")
    took = []
    for dry_run in (True, False):
        start = time.process_time()
        VenueResource().import_data(data, dry_run=dry_run, raise_errors=False)
        took.append(time.process_time() - start)
    return took[0], took[1], f"{Venue.objects.count():,} in"
