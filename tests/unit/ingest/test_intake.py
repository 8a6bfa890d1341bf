"""Tables as people send them, in six languages and many programs' habits: read right without help, or nothing taken at all (I1, I2)."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flock.ingest import columns, tables

LONDON = [
    ("51.51274", "-0.12706"),
    ("51.46518", "-0.16081"),
    ("51.58747", "-0.07307"),
    ("51.54755", "-0.05458"),
    ("51.50411", "-0.11324"),
]
PARIS = [
    ("48.85661", "2.35222"),
    ("48.86471", "2.37403"),
    ("48.84233", "2.32197"),
    ("48.88672", "2.34310"),
    ("48.85341", "2.36874"),
]
BERLIN = [
    ("52.52001", "13.40495"),
    ("52.49910", "13.41830"),
    ("52.53450", "13.42030"),
    ("52.48142", "13.43554"),
    ("52.50277", "13.33244"),
]
MADRID = [
    ("40.41678", "-3.70379"),
    ("40.42650", "-3.70101"),
    ("40.40990", "-3.69251"),
    ("40.43304", "-3.68890"),
    ("40.39812", "-3.71466"),
]
ROME = [
    ("41.90278", "12.49637"),
    ("41.88902", "12.46974"),
    ("41.91115", "12.47664"),
    ("41.87021", "12.50110"),
    ("41.92701", "12.51903"),
]
BEIJING = [
    ("39.90420", "116.40740"),
    ("39.93412", "116.41733"),
    ("39.98123", "116.31044"),
    ("39.91527", "116.46121"),
    ("39.88340", "116.35510"),
]

ENGLISH = ["The Old Library", "Café Déjà-vu", "Quill & Cup", "Bean There", "Moss Lane Hub"]
FRENCH = ["Café de l’Étoile", "Bibliothèque Forney", "Le Troisième Lieu", "Médiathèque Hélène", "L’Atelier"]
GERMAN = ["Café Übersee", "Stadtbücherei Süd", "Kaffeehaus Größe", "Bücherhalle", "Zum Löwen"]
SPANISH = ["Café Comercial", "Biblioteca Española", "El Rincón", "La Ñora", "Casa Árabe"]
ITALIAN = ["Caffè Greco", "Biblioteca Angelica", "La Città del Sole", "Libreria Più", "Il Bar"]
CHINESE = ["国家图书馆", "三里屯咖啡馆", "蓝瓶咖啡", "书香书店", "共享办公空间"]
STREETS = ["1 High Street", "22 Low Road", "3 New Lane", "44 Mill Hill", "5 The Green"]
UK = ["WC2N 4EA", "SW11 1JG", "N17 9LJ", "E9 6SR", "SE1 8SW"]


@dataclass(frozen=True)
class Sent:
    """A table as it was sent, and what must be understood of it."""

    header: list[str]
    columns: list[list[str]]
    mapping: dict[str, str]
    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\r\n"
    above: str = ""
    header_line: int = 1
    quote_all: bool = False
    quote: str = '"'
    quirks: dict[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        stream = io.StringIO()
        quoting = csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL
        writer = csv.writer(stream, delimiter=self.delimiter, lineterminator=self.line_end, quoting=quoting, quotechar=self.quote)
        writer.writerows([self.header] if self.header else [])
        writer.writerows(zip(*self.columns, strict=True))
        return (self.above + stream.getvalue()).encode(self.encoding)


def lats(spots: list[tuple[str, str]]) -> list[str]:
    return [lat for lat, _ in spots]


def lons(spots: list[tuple[str, str]]) -> list[str]:
    return [lon for _, lon in spots]


def commas(numbers: list[str]) -> list[str]:
    return [number.replace(".", ",") for number in numbers]


PARTS = ["name", "address", "postcode", "lat", "lon"]
PLZ, CP, CPI, CAP, CN = (
    ["10178", "10969", "10405", "12043", "10719"],
    ["75004", "75011", "75014", "75018", "75012"],
    ["28001", "28004", "28014", "28006", "28005"],
    ["00184", "00153", "00186", "00183", "00198"],
    ["100081", "100027", "100015", "100020", "100005"],
)
RUES = ["12 rue de Rivoli", "3 bis rue Oberkampf", "7 rue d’Alésia", "41 rue Lepic", "9 quai de la Rapée"]
STRASSEN = ["Karl-Liebknecht-Straße 1", "Oranienstraße 25", "Prenzlauer Allee 7", "Karl-Marx-Str. 110", "Fasanenstr. 23"]
CALLES = ["Calle Mayor 1", "Glorieta de Bilbao 7", "Paseo del Prado 14", "Calle de Serrano 21", "Calle Toledo 140"]
VIE = ["Via dei Condotti 86", "Piazza di S. Agostino 8", "Via della Scala 4", "Via Appia 12", "Viale Libia 30"]
LU = ["中关村南大街33号", "三里屯路19号", "建国路88号", "东四北大街1号", "长安街10号"]


def whole(names: list[str], values: list[list[str]], **how: object) -> Sent:
    """A table of name, address, postcode, latitude and longitude under some names, in that order."""
    return Sent(names, values, dict(zip(PARTS, names, strict=True)), **how)  # type: ignore[arg-type]


SENT: dict[str, Sent] = {
    "plain": whole(["name", "address", "postcode", "latitude", "longitude"], [ENGLISH, STREETS, UK, lats(LONDON), lons(LONDON)]),
    "Excel in English": whole(
        ["Venue Name", "Street Address", "Post Code", "Lat", "Long"],
        [ENGLISH, STREETS, UK, lats(LONDON), lons(LONDON)],
        encoding="utf-8-sig",
    ),
    "Excel's Unicode text": whole(
        ["Name", "Address", "Postcode", "Latitude", "Longitude"],
        [ENGLISH, STREETS, UK, lats(LONDON), lons(LONDON)],
        encoding="utf-16",
        delimiter="\t",
    ),
    "German Excel": whole(
        ["Bezeichnung", "Straße", "PLZ", "Breitengrad", "Längengrad"],
        [GERMAN, STRASSEN, PLZ, commas(lats(BERLIN)), commas(lons(BERLIN))],
        encoding="cp1252",
        delimiter=";",
    ),
    "German with a title": whole(
        ["Name der Einrichtung", "Anschrift", "Postleitzahl", "Geogr. Breite", "Geogr. Länge"],
        [GERMAN, STRASSEN, PLZ, commas(lats(BERLIN)), commas(lons(BERLIN))],
        encoding="cp1252",
        delimiter=";",
        above="Öffentliche Büchereien in Berlin;;;;\r\nStand: 1.5.2024;;;;\r\n\r\n",
        header_line=4,
    ),
    "French open data": whole(
        ["nom_etablissement", "adresse_postale", "code_postal", "latitude", "longitude"],
        [FRENCH, RUES, CP, lats(PARIS), lons(PARIS)],
        delimiter=";",
        quote_all=True,
    ),
    "French from an old Mac": whole(
        ["Nom", "Adresse", "Code postal", "Latitude", "Longitude"],
        [FRENCH, RUES, CP, lats(PARIS), lons(PARIS)],
        encoding="mac-roman",
        delimiter=";",
        line_end="\r",
    ),
    "French, glued": whole(
        ["NomUsuel", "AdressePostale", "CodePostal", "CoordonneeY", "CoordonneeX"],
        [FRENCH, RUES, CP, lats(PARIS), lons(PARIS)],
    ),
    "Spanish in Latin-1": whole(
        ["Nombre", "Dirección", "Código Postal", "Latitud", "Longitud"],
        [SPANISH, CALLES, CPI, lats(MADRID), lons(MADRID)],
        encoding="latin-1",
        delimiter=";",
    ),
    "Spanish with bars": whole(
        ["nombre_local", "direccion_completa", "cod_postal", "coordenada_y", "coordenada_x"],
        [SPANISH, CALLES, CPI, lats(MADRID), lons(MADRID)],
        delimiter="|",
    ),
    "Italian": whole(
        ["Denominazione", "Indirizzo", "CAP", "Latitudine", "Longitudine"],
        [ITALIAN, VIE, CAP, lats(ROME), lons(ROME)],
        delimiter=";",
        encoding="cp1252",
    ),
    "Italian, old Mac": whole(
        ["nome_struttura", "ubicazione", "codice_postale", "lat", "lng"],
        [ITALIAN, VIE, CAP, commas(lats(ROME)), commas(lons(ROME))],
        delimiter="\t",
        encoding="mac-roman",
        line_end="\r",
    ),
    "Chinese": whole(["名称", "地址", "邮编", "纬度", "经度"], [CHINESE, LU, CN, lats(BEIJING), lons(BEIJING)]),
    "Chinese Excel": whole(
        ["场馆名称", "详细地址", "邮政编码", "纬度", "经度"], [CHINESE, LU, CN, lats(BEIJING), lons(BEIJING)], encoding="gb18030"
    ),
    "longitude first": Sent(
        ["longitude", "latitude", "name", "postcode"],
        [lons(LONDON), lats(LONDON), ENGLISH, UK],
        {"lon": "longitude", "lat": "latitude", "name": "name", "postcode": "postcode"},
    ),
    "swapped": Sent(
        ["name", "latitude", "longitude"],
        [ENGLISH, lons(LONDON), lats(LONDON)],
        {"name": "name", "lat": "longitude", "lon": "latitude"},
    ),
    "swapped beyond the pole": Sent(
        ["名称", "纬度", "经度"], [CHINESE, lons(BEIJING), lats(BEIJING)], {"name": "名称", "lat": "经度", "lon": "纬度"}
    ),
    "swapped, told by its towns": Sent(
        ["Nome", "Comune", "Latitudine", "Longitudine"],
        [ITALIAN, ["Roma"] * 5, lons(ROME), lats(ROME)],
        {"name": "Nome", "town": "Comune", "lat": "Longitudine", "lon": "Latitudine"},
    ),
    "both in one cell": Sent(
        ["Name", "Coordinates"],
        [ENGLISH, [f"{lat}, {lon}" for lat, lon in LONDON]],
        {"name": "Name", "position": "Coordinates"},
        delimiter=";",
    ),
    "both in one cell, turned": Sent(
        ["Name", "Location"], [ENGLISH, [f"{lon}, {lat}" for lat, lon in LONDON]], {"name": "Name", "lon_lat": "Location"}
    ),
    "well-known text": Sent(
        ["the_geom", "nom"],
        [[f"POINT ({lon} {lat})" for lat, lon in PARIS], FRENCH],
        {"name": "nom", "position": "the_geom"},
    ),
    "after eastings and northings": Sent(
        ["Name", "Postcode", "Easting", "Northing", "Latitude", "Longitude"],
        [
            ENGLISH,
            UK,
            ["530000", "527632", "533366", "535000", "531000"],
            ["180500", "175734", "189489", "184900", "180000"],
            lats(LONDON),
            lons(LONDON),
        ],
        {"name": "Name", "postcode": "Postcode", "lat": "Latitude", "lon": "Longitude"},
    ),
    "only eastings and northings": Sent(
        ["Name", "X", "Y"],
        [ENGLISH, ["530000", "527632", "533366", "535000", "531000"], ["180500", "175734", "189489", "184900", "180000"]],
        {"name": "Name", "easting": "X", "northing": "Y"},
    ),
    "postcodes under a name that says nothing": Sent(
        ["Site", "PC", "Venue"], [["A", "B", "C", "D", "E"], UK, ENGLISH], {"name": "Venue", "postcode": "PC"}
    ),
    "no column names": Sent(
        [],
        [ENGLISH, STREETS, UK, lats(LONDON), lons(LONDON)],
        {"name": "column 1", "address": "column 2", "postcode": "column 3", "lat": "column 4", "lon": "column 5"},
        header_line=0,
    ),
    "no column names, longitude first": Sent(
        [],
        [lons(PARIS), lats(PARIS), FRENCH],
        {"lon": "column 1", "lat": "column 2", "name": "column 3"},
        header_line=0,
        delimiter="\t",
    ),
    "single quotation marks": Sent(
        ["name", "address", "postcode"],
        [ENGLISH, [f"{street}, London" for street in STREETS], UK],
        {"name": "name", "address": "address", "postcode": "postcode"},
        quote="'",
        quote_all=True,
    ),
    "Excel's own separator line": Sent(
        ["Name", "Town"],
        [ENGLISH, ["Leeds", "York", "Hull", "Bath", "Ely"]],
        {"name": "Name", "town": "Town"},
        delimiter=";",
        above="sep=;\r\n",
        header_line=2,
    ),
    "a maps link": Sent(
        ["Cafe", "Area", "Maps link"],
        [
            ENGLISH,
            ["Soho", "Peckham", "Hackney", "Bow", "Lambeth"],
            [f"https://www.google.com/maps/place/x/@{lat},{lon},17z" for lat, lon in LONDON],
        ],
        {"name": "Cafe", "town": "Area", "map_link": "Maps link"},
    ),
    "amenities in French": Sent(
        ["Nom du lieu", "Ville", "Wi-Fi gratuit", "Prises", "Places", "Prix"],
        [
            FRENCH,
            ["Paris"] * 5,
            ["oui", "non", "oui", "oui", "non"],
            ["oui", "non", "", "oui", "oui"],
            ["20-30", "50+", "12", "", "40"],
            ["2,40 €", "3 €", "€", "", "2,80 €"],
        ],
        {
            "name": "Nom du lieu",
            "town": "Ville",
            "wifi": "Wi-Fi gratuit",
            "sockets": "Prises",
            "seats": "Places",
            "price": "Prix",
        },
    ),
}


@pytest.mark.parametrize("case", SENT)
def test_a_table_as_sent_is_understood_without_help(tmp_path: Path, case: str) -> None:
    sent = SENT[case]
    path = tmp_path / "sent.csv"
    path.write_bytes(sent.content())
    table = tables.read(path)
    assert (table.reading.delimiter, table.reading.header_line) == (sent.delimiter, sent.header_line)
    (chunk,) = table.chunks()
    assert [list(column) for column in chunk.columns] == sent.columns, f"read as {table.reading.encoding}"
    assert columns.find("sent", table.header, chunk.columns).described() == sent.mapping
