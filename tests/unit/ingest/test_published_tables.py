"""Tables in the shapes that well-known publishers use: the five fields that matter most, and no wrong one among them (I2)."""

from pathlib import Path

import pytest

from flock.errors import BadTable
from flock.ingest import columns, tables

FIELDS = ("name", "address", "postcode", "lat", "lon", "position")

# What stands in the file, and what each field must then be.
TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "food hygiene ratings": (
        "FHRSID,LocalAuthorityBusinessID,BusinessName,BusinessType,BusinessTypeID,AddressLine1,AddressLine2,AddressLine3,PostCode,RatingValue,RatingKey,RatingDate,LocalAuthorityName,LocalAuthorityWebSite,geocode.longitude,geocode.latitude\n"
        "1001,PI/1,The Bean,Restaurant/Cafe/Canteen,1,12 High Street,,Bristol,BS1 4DJ,5,fhrs_5_en-gb,2023-02-01,Bristol,http://www.bristol.gov.uk,-2.5967,51.4552\n"
        "1002,PI/2,Quill Cafe,Restaurant/Cafe/Canteen,1,4 Low Road,Totterdown,Bristol,BS4 3EH,4,fhrs_4_en-gb,2023-02-03,Bristol,http://www.bristol.gov.uk,-2.5711,51.4401\n"
        "1003,PI/3,Moss,Pub/bar/nightclub,7843,9 Hill,,Bristol,BS3 1AB,5,fhrs_5_en-gb,2022-02-01,Bristol,http://www.bristol.gov.uk,-2.6033,51.4412\n",
        {
            "name": "BusinessName",
            "address": "AddressLine1 + AddressLine2 + AddressLine3",
            "postcode": "PostCode",
            "lon": "geocode.longitude",
            "lat": "geocode.latitude",
        },
    ),
    "a review site": (
        "business_id,name,address,city,state,postal_code,latitude,longitude,stars,review_count,is_open,attributes,categories,hours\n"
        "Pns2l4eNsfO8kk83dixA6A,Abby Coffee,1616 Chapala St,Santa Barbara,CA,93101,34.4266787,-119.7111968,5.0,7,0,{},Coffee & Tea,\"{'Monday': '0:0-0:0'}\"\n"
        "mpf3x-BjTdTEA3yCZrAYPw,The Store,87 Grasso Plaza,Affton,MO,63123,38.551126,-90.335695,3.0,15,1,{},Shipping Centers,\n"
        "tUFrWirKiKi_TAnsVWINQQ,Target,5255 E Broadway Blvd,Tucson,AZ,85711,32.223236,-110.880452,3.5,22,0,{},Department Stores,\n",
        {"name": "name", "address": "address", "postcode": "postal_code", "lat": "latitude", "lon": "longitude"},
    ),
    "overpass turbo": (
        "@id\t@type\tname\tamenity\t@lat\t@lon\topening_hours\tinternet_access\n"
        "1\tnode\tCafé A\tcafe\t52.52\t13.40\tMo-Fr 08:00-18:00\twlan\n"
        "2\tnode\tCafé B\tcafe\t52.49\t13.42\t\tyes\n"
        "3\tnode\tBib\tlibrary\t52.50\t13.38\t\tno\n",
        {"name": "name", "lat": "@lat", "lon": "@lon"},
    ),
    "a maps service": (
        "place_id,name,formatted_address,geometry.location.lat,geometry.location.lng,rating,user_ratings_total,types\n"
        'a,Bean,"12 High St, Bristol BS1 4DJ, UK",51.4552,-2.5967,4.5,100,"cafe, food"\n'
        'b,Quill,"4 Low Rd, Bristol BS4 3EH, UK",51.4401,-2.5711,4.1,20,"cafe, store"\n'
        'c,Moss,"9 Hill, Bristol BS3 1AB, UK",51.4412,-2.6033,3.9,31,"bar"\n',
        {"name": "name", "address": "formatted_address", "lat": "geometry.location.lat", "lon": "geometry.location.lng"},
    ),
    "New York's hotspots": (
        "OBJECTID,Borough,Type,Provider,Name,Location,Latitude,Longitude,X,Y,Location_T,Remarks,City,SSID,SourceID,Activated,BoroCode,Postcode\n"
        "1,1,Free,LinkNYC,mn-05,179 WEST 26 STREET,40.745968,-73.994039,985901.7,211053.1,Outdoor Kiosk,,New York,LinkNYC,,01/18/2017,1,10001\n"
        "2,1,Free,LinkNYC,mn-06,25 EAST 29 STREET,40.744300,-73.985200,985902.7,211054.1,Outdoor Kiosk,,New York,LinkNYC,,01/18/2017,1,10016\n"
        "3,3,Limited,Transit,bk-01,12 Bay St,40.680001,-73.975001,995902.7,190054.1,Library,,Brooklyn,Transit,,01/18/2018,3,11217\n",
        {"name": "Name", "address": "Location", "lat": "Latitude", "lon": "Longitude", "postcode": "Postcode"},
    ),
    "Chicago's libraries": (
        '"NAME ","HOURS OF OPERATION","ADDRESS","CITY","STATE","ZIP","PHONE","WEBSITE","LOCATION"\n'
        'Vodak-East Side,"Mon. & Wed., 10-6; Tue. & Thu., 12-8",3710 E. 106th St.,Chicago,IL,60617,(312) 747-5500,https://www.chipublib.org/locations/71/,"(41.70283443594318, -87.61428978448026)"\n'
        'Albany Park,"Mon. & Wed., 10-6",3401 W. Foster Ave.,Chicago,IL,60625,(773) 539-5450,https://www.chipublib.org/locations/3/,"(41.97557881655979, -87.71361314512697)"\n'
        'Avalon,"Mon. & Wed., 10-6",8148 S. Stony Island Ave.,Chicago,IL,60617,(312) 747-5234,https://www.chipublib.org/locations/8/,"(41.74671722160199, -87.58618889100135)"\n',
        {"name": "NAME", "address": "ADDRESS", "postcode": "ZIP", "position": "LOCATION"},
    ),
    "Italy's libraries": (
        "codice-isil;denominazione-biblioteca;indirizzo;frazione;cap;comune;codice-istat-comune;provincia;regione;latitudine;longitudine;telefono;url\n"
        "IT-RM0267;Biblioteca nazionale centrale;Viale Castro Pretorio, 105;;00185;Roma;058091;Roma;LAZIO;41,9060800;12,5067600;+39 064989;http://www.bncrm.it\n"
        "IT-RM0110;Biblioteca Angelica;Piazza di S. Agostino, 8;;00186;Roma;058091;Roma;LAZIO;41,9008800;12,4740600;+39 066840801;http://www.angelica.it\n"
        "IT-MI0185;Biblioteca Braidense;Via Brera, 28;;20121;Milano;015146;Milano;LOMBARDIA;45,4719000;9,1880000;+39 0286460907;http://www.braidense.it\n",
        {
            "name": "denominazione-biblioteca",
            "address": "indirizzo",
            "postcode": "cap",
            "lat": "latitudine",
            "lon": "longitudine",
        },
    ),
    "France's cultural places": (
        "Identifiant,Nom,Adresse,Complément Adresse,Code Insee,Code Postal,libelle_geographique,Nom EPCI,Code département,Département,Région,Type équipement ou lieu,Domaine,Latitude,Longitude,Coordonnees GPS (Lambert93)\n"
        'A1,Bibliothèque Forney,1 rue du Figuier,,75104,75004,Paris,Métropole,75,Paris,Ile-de-France,Bibliothèque,Livre,48.85388,2.35921,"652940,6861800"\n'
        'A2,Cinéma Rex,1 bd Poissonnière,,75102,75002,Paris,Métropole,75,Paris,Ile-de-France,Cinéma,Cinéma,48.87061,2.34771,"652140,6863700"\n'
        'A3,Médiathèque,5 rue Haute,,69123,69001,Lyon,Métropole,69,Rhône,ARA,Bibliothèque,Livre,45.76921,4.83091,"842140,6520000"\n',
        {"name": "Nom", "address": "Adresse", "postcode": "Code Postal", "lat": "Latitude", "lon": "Longitude"},
    ),
    "a French portal": (
        "Nom;Adresse;Arrondissement;geo_point_2d;Horaires\n"
        "Café A;12 rue X;75004;48.8566, 2.3522;9h-18h\n"
        "Café B;3 rue Y;75011;48.8647, 2.3740;\n"
        "Café C;9 rue Z;75018;48.8867, 2.3431;\n",
        {"name": "Nom", "address": "Adresse", "position": "geo_point_2d"},
    ),
    "Berlin's libraries": (
        '"FID","bez","name","strasse","hausnr","plz","ort","tel","web","geom"\n'
        '"a.1","Mitte","Bibliothek am Luisenbad","Badstraße","39","13357","Berlin","030 9018","https://x.de","POINT (13.3855 52.5512)"\n'
        '"a.2","Pankow","Heinrich-Böll-Bibliothek","Greifswalder Straße","87","10409","Berlin","030 9019","https://y.de","POINT (13.4337 52.5401)"\n'
        '"a.3","Spandau","Bezirkszentralbibliothek","Carl-Schurz-Straße","13","13597","Berlin","030 9020","https://z.de","POINT (13.2033 52.5361)"\n',
        {"name": "name", "address": "strasse", "postcode": "plz", "position": "geom"},
    ),
    "somebody's notes": (
        "Café,Neighbourhood,WiFi?,Outlets?,Noise level,Laptop friendly,Google Maps link,Notes\n"
        "Bean,Peckham,✅,Some,Quiet,Yes,https://goo.gl/maps/abc,nice\n"
        "Quill,Soho,✅,Lots,Moderate,Yes,https://goo.gl/maps/def,\n"
        "Moss,Bow,❌,None,Loud,No,https://goo.gl/maps/ghi,\n",
        {"name": "Café"},
    ),
    "a German list": (
        "lfd. Nr.;Name;Straße;Hausnummer;PLZ;Ort;Telefon;Öffnungszeiten;WLAN;Steckdosen;Barrierefrei\n"
        "1;Café Übersee;Paul-Lincke-Ufer;44;10999;Berlin;030 123456;Mo-Fr 09:00-18:00;ja;wenige;ja\n"
        "2;Bücherei;Hauptstraße;7a;80331;München;089 123456;Mo-Sa 10:00-20:00;nein;viele;nein\n"
        "3;Kaffeehaus;Domplatz;1;50667;Köln;0221 123456;;ja;ja;teilweise\n",
        {"name": "Name", "address": "Straße", "postcode": "PLZ"},
    ),
    "postcode and town in one": (
        "Name;Strasse;PLZ Ort\nCafé A;Weg 1;10999 Berlin\nCafé B;Weg 2;80331 München\nCafé C;Weg 3;50667 Köln\n",
        {"name": "Name", "address": "Strasse + PLZ Ort"},
    ),
    "Chinese shops": (
        "序号,门店名称,城市,区,详细地址,联系电话,营业时间,经度,纬度,免费wifi\n"
        "1,三里屯咖啡馆,北京,朝阳区,三里屯路19号,010-12345678,09:00-22:00,116.4551,39.9371,是\n"
        "2,蓝瓶咖啡,上海,静安区,南京西路1号,021-12345678,08:00-20:00,121.4551,31.2371,否\n"
        "3,书香书店,广州,天河区,天河路1号,020-12345678,08:00-20:00,113.3351,23.1371,有\n",
        {"name": "门店名称", "address": "详细地址", "lon": "经度", "lat": "纬度"},
    ),
    "a council's map": (
        "OBJECTID|SITE_NAME|ADD1|ADD2|ADD3|PCODE|XCOORD|YCOORD|LAT|LNG\n"
        "1|The Bean|12 High Street||Bristol|BS1 4DJ|358600|172900|51.4552|-2.5967\n"
        "2|Quill|4 Low Road|Totterdown|Bristol|BS4 3EH|360300|171200|51.4401|-2.5711\n"
        "3|Moss|9 Hill||Bristol|BS3 1AB|358100|171300|51.4412|-2.6033\n",
        {"name": "SITE_NAME", "address": "ADD1 + ADD2 + ADD3", "postcode": "PCODE", "lat": "LAT", "lon": "LNG"},
    ),
    "degrees with a letter": (
        "Name,Lat,Lon\nA,51.4552N,2.5967W\nB,51.4401N,2.5711W\nC,51.4412N,2.6033W\n",
        {"name": "Name", "lat": "Lat", "lon": "Lon"},
    ),
    "Australia": (
        "FacilityID,Name,Address1,Town,State,Latitude,Longitude,Accessible,Parking,OpeningHours,URL\n"
        "1,Hub A,12 George St,Sydney,NSW,-33.8688,151.2093,TRUE,FALSE,Mo-Fr 09:00-17:00,https://a.au\n"
        "2,Hub B,1 Collins St,Melbourne,VIC,-37.8136,144.9631,FALSE,TRUE,24/7,https://b.au\n"
        "3,Hub C,9 Queen St,Brisbane,QLD,-27.4698,153.0251,TRUE,TRUE,,https://c.au\n",
        {"name": "Name", "address": "Address1", "lat": "Latitude", "lon": "Longitude"},
    ),
    "titles of four lines": (
        "Libraries in the county of Anywhere,,,,\n"
        "Source: County council open data; updated 2024-01-05,,,,\n"
        ",Location,,Facilities,\n"
        "Library,Address,Post code,Free WiFi,Accessible toilet\n"
        "Abbey,1 High St,BS1 4DJ,Y,N\n"
        "Central,2 Low St,BS4 3EH,Y,Y\n"
        "Western,3 Hill,BS3 1AB,N,Y\n",
        {"name": "Library", "address": "Address", "postcode": "Post code"},
    ),
    "pubs without column names": (
        '22,Anchor Inn,"Upper Street, Stratford St Mary, COLCHESTER",CO7 6LW,604749,234404,51.970379,0.979340,Babergh\n'
        '36,Ark Bar Restaurant,"Ark Bar And Restaurant, Cattawade Street",CO11 1RE,610194,233329,51.958698,1.057832,Babergh\n'
        '74,Black Boy,"The Lady Elizabeth, 7 Market Hill, SUDBURY",CO10 2EA,587334,241316,52.038595,0.729915,Babergh\n'
        '75,Black Horse,"Lower Street, Stratford St Mary",CO7 6JS,622675,248322,51.988398,0.987654,Babergh\n',
        {"name": "column 2", "address": "column 3", "postcode": "column 4", "lat": "column 7", "lon": "column 8"},
    ),
    "comments above": (
        "# exported by tool v2\n# 2024\nname,lat,lon\nA,51.45,-2.59\nB,51.44,-2.57\nC,51.43,-2.60\n",
        {"name": "name", "lat": "lat", "lon": "lon"},
    ),
    "an index without a name": (
        ",name,lat,lon,town\n0,A,51.45,-2.59,Bristol\n1,B,51.44,-2.57,Bristol\n2,C,51.43,-2.60,Bristol\n",
        {"name": "name", "lat": "lat", "lon": "lon"},
    ),
}

OTHERS = {
    "members": "Title,First name,Last name,Town,Postcode\nMs,Ann,Lee,Leeds,LS1 1UR\nMr,Bob,Ray,York,YO1 7HH\nDr,Cy,Fox,Hull,HU1 1AA\n",
    "orders": "order,item,amount,price,date\n1,Tea,2,3.50,2024-05-01\n2,Jam,1,2.10,2024-05-02\n3,Bun,9,1.10,2024-05-03\n",
    "measurements": "station,time,value\n12,2024-05-01T10:00,1.2345\n12,2024-05-01T11:00,2.3456\n13,2024-05-01T12:00,3.4567\n",
    "a matrix": "0.12345,51.50001,3.2\n0.22345,50.50001,3.1\n0.32345,49.50001,3.9\n",
    "prose": "Dear all,\nplease find below, as promised, the places.\nYours, Ann\n",
}


def described(folder: Path, text: str) -> dict[str, str]:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    table = tables.read(path)
    return columns.find("table", table.header, tables.sample(table)).described()


@pytest.mark.parametrize("case", TABLES)
def test_the_fields_that_matter_are_found(tmp_path: Path, case: str) -> None:
    text, expected = TABLES[case]
    found = described(tmp_path, text)
    assert {field: found[field] for field in FIELDS if field in found} == expected


@pytest.mark.parametrize("case", OTHERS)
def test_tables_of_other_things_are_refused(tmp_path: Path, case: str) -> None:
    with pytest.raises(BadTable):
        described(tmp_path, OTHERS[case])
