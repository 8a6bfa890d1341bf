"""What the parts of an import are called: the fields of a place, and the ways in which a file may be written."""

GROUPS: dict[str, tuple[str, ...]] = {
    "": ("name", "kind", "address", "town", "postcode", "lat", "lon"),
    "More of where it is": ("house_number", "region", "country", "position", "lon_lat", "easting", "northing", "map_link"),
    "Hours and contact": ("hours", "url", "phone", "photo_url", "status", "closed"),
    "Hours in a column for each day": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "What working there is like": (
        *("wifi", "sockets", "noise", "time_limit", "calls", "standing_desk", "wheelchair", "family_room", "price", "seats"),
    ),
    "Where this comes from": ("source", "licence", "checked_on"),
}
LABEL = {
    "name": "Name",
    "kind": "Kind of place",
    "address": "Address",
    "town": "Town",
    "postcode": "Postcode",
    "lat": "Latitude",
    "lon": "Longitude",
    "house_number": "House number",
    "region": "County or region",
    "country": "Country",
    "position": "Latitude and longitude in one",
    "lon_lat": "Longitude and latitude in one",
    "easting": "Easting (British grid)",
    "northing": "Northing (British grid)",
    "map_link": "Link to a map",
    "hours": "Opening hours",
    "url": "Website",
    "phone": "Phone",
    "photo_url": "Link to a photo",
    "status": "Open or closed",
    "closed": "When it closed for good",
    "wifi": "Wi-Fi",
    "sockets": "Sockets",
    "noise": "Noise",
    "time_limit": "Time limit",
    "calls": "Calls",
    "standing_desk": "Standing desk",
    "wheelchair": "Step-free",
    "family_room": "Family room",
    "price": "Price",
    "seats": "Seats",
    "source": "Source",
    "licence": "Licence",
    "checked_on": "Last checked",
}
HELP = {
    "name": "Every place needs one.",
    "address": "Several columns are joined in the order in which you choose them.",
    "kind": "Café, library, co-working space and the like, in your own words.",
    "hours": "As in OpenStreetMap: Mo-Fr 09:00-17:30; Sa 10:00-16:00.",
    "position": "Such as «51.45, -2.59», or POINT (-2.59 51.45).",
    "lon_lat": "Such as «-2.59, 51.45».",
    "seats": "A number, or a range such as 20-30.",
    "price": "An amount such as £2.40, or low, middle, high.",
    "source": "Shown with the places wherever they are, as their licence usually asks.",
}
FORMAT = {
    "csv": "Text",
    "xlsx": "Excel workbook",
    "xls": "old Excel workbook",
    "ods": "OpenDocument workbook",
    "geojson": "GeoJSON",
    "parquet": "Parquet",
    "osm": "OpenStreetMap extract",
    "overpass": "OpenStreetMap",
}
ENCODING = {
    "utf-8": "Unicode (UTF-8)",
    "utf-8-sig": "Unicode (UTF-8, marked)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, little end first)",
    "utf-16-be": "Unicode (UTF-16, big end first)",
    "cp1252": "Western European, Windows",
    "latin-1": "Western European (Latin-1)",
    "mac-roman": "Western European, old Mac",
    "gb18030": "Chinese (GB 18030)",
    "big5hkscs": "Chinese (Big5)",
}
DELIMITER = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
QUOTE = {'"': 'double, "', "'": "single, '", "": "none"}


def label(field: str) -> str:
    """Name a field or a weekday to a person."""
    return LABEL.get(field, field.capitalize())
