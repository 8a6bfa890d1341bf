"""I2: tables as portals and tools export them, in words of a header and one row: the right column for each field, or none."""

from pathlib import Path

import pytest

from flock.errors import BadTable
from flock.ingest import columns, tables

# The header, two rows, and for each field the column that it must have; fields that are not named may have any or none.
TABLES = {
    "nested names": (
        "id,names.primary,addresses.freeform,addresses.locality,addresses.postcode\n"
        "1,Kaffeine,66 Great Titchfield Street,London,W1W 7QJ\n2,Store Street,40 Store Street,London,WC1E 7DB",
        {
            "name": "names.primary",
            "address": "addresses.freeform",
            "town": "addresses.locality",
            "postcode": "addresses.postcode",
        },
    ),
    "a geocoder's answers": (
        "nom_structure,result_postcode,result_city,latitude,longitude\nEspace A,69008,Lyon,45.7300,4.8700\nEspace B,69003,Lyon,45.7540,4.8480",
        {"name": "nom_structure", "postcode": "result_postcode", "town": "result_city", "lat": "latitude"},
    ),
    "a prefix on every column": (
        "EQ_NOM_EQUIPEMENT,EQ_VILLE,EQ_CODE_POSTAL,EQ_ADRESSE\nCabanis,Toulouse,31000,1 allée Chaban\nPérigord,Toulouse,31000,1 rue P",
        {"name": "EQ_NOM_EQUIPEMENT", "town": "EQ_VILLE", "postcode": "EQ_CODE_POSTAL", "address": "EQ_ADRESSE"},
    ),
    "numbered lines of the address of a site": (
        "Site Name,Site Address Line 1,Site Address Line 2,Site Postcode\nArmley,2 Stocks Hill,Leeds,LS12 1UQ\nBramley,Hough Ln,Leeds,LS13 3ND",
        {"name": "Site Name", "address": "Site Address Line 1 + Site Address Line 2", "postcode": "Site Postcode"},
    ),
    "a street's name and number, and no place's": (
        "Centro,Nombre de vía,Código postal,Municipio\nBiblioteca Niza,Niza,28022,Madrid\nBiblioteca Donantes,Donantes,28003,Madrid",
        {"name": "Centro", "postcode": "Código postal", "town": "Municipio"},
    ),
    "words for one thing": (
        "Denominazione struttura,Via/Piazza,C.A.P.,Città/Comune\nEuropea,Via Savoia,00198,Roma\nFlaminia,Via Fracassini,00196,Roma",
        {"name": "Denominazione struttura", "address": "Via/Piazza", "postcode": "C.A.P.", "town": "Città/Comune"},
    ),
    "of the place": (
        "Libellé du site,Adresse du site,Code postal du site\nMaison A,12 rue de la Paix,71000\nMaison B,3 place Carnot,71100",
        {"name": "Libellé du site", "address": "Adresse du site", "postcode": "Code postal du site"},
    ),
    "Chinese compounds": (
        "单位名称,单位地址,所在城市,经度_wgs84,纬度_wgs84\n杭州图书馆,解放东路58号,杭州,120.2200,30.2500\n浙江图书馆,曙光路73号,杭州,120.1380,30.2660",
        {"name": "单位名称", "address": "单位地址", "town": "所在城市", "lat": "纬度_wgs84", "lon": "经度_wgs84"},
    ),
    "degrees, minutes and seconds": (
        "name;coordinates\nStazione;45°29'10\"N 9°12'15\"E\nDuomo;45°27'51\"N 9°11'25\"E",
        {"name": "name", "position": "coordinates"},
    ),
    "links to a map": (
        'Title,Note,URL\nCaffè Nero,,"https://maps.example/place/Nero/@51.5101,-0.1340,17z"\nTimberyard,,"https://maps.example/place/Yard/@51.5136,-0.1265,17z"',
        {"name": "Title", "map_link": "URL"},
    ),
    "no header, and a first place called like a column": (
        "The Library,12 High Street,Leeds,LS1 1AA,53.7998,-1.5421\nThe Mill,3 Water Lane,Leeds,LS11 5QN,53.7930,-1.5490\n"
        "Corner Cafe,9 Park Row,Leeds,LS1 5HD,53.7985,-1.5470",
        {"name": "column 1", "postcode": "column 4", "lat": "column 5", "lon": "column 6"},
    ),
}


def found(folder: Path, text: str) -> columns.Columns:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    table = tables.read(path)
    return columns.find("table", table.header, tables.sample(table))


@pytest.mark.parametrize("case", TABLES)
def test_columns_are_told_by_what_is_left_of_their_names(tmp_path: Path, case: str) -> None:
    text, expected = TABLES[case]
    told = found(tmp_path, text).described()
    assert {field: told.get(field) for field in expected} == expected


def test_a_name_that_no_column_claims_is_taken_from_its_words_and_said(tmp_path: Path) -> None:
    mapping = found(tmp_path, "no,Laden,PLZ\n1,Café Lotte,04105\n2,Zum Kater,04109")
    assert mapping.described()["name"] == "Laden"
    assert "«Laden» is taken for it" in mapping.notes[0]


def test_a_list_of_people_is_no_table_of_places(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="name of a place"):
        found(tmp_path, "Member,Postcode\nAnn Lee,LS1 1UR\nBob Ray,YO1 7HH")
