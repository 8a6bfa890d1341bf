"""What people call the columns of a table of places, in English, French, German, Spanish, Italian and Chinese.

Names are written as `plain` gives them: no case, no accents, words with one space between. The first of a row is the best.
"""

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_NO_WORD = re.compile(r"[\W_]+")
_FILLERS = frozenset({"has", "have", "is", "offers", "available", "availability", "the", "addr"})

NAMES: dict[str, str] = {
    "name": "name, venue name, place name, site name, title, venue, place, branch, library, cafe, pub, museum, hotel, facility, "
    "nom, nome, nombre, denominazione, denominacion, bezeichnung, 名称, 名字, 店名, 地点名称, 场馆名称, 场所名称, 图书馆名称",
    "kind": "kind, type, category, venue type, place type, type of venue, type of place, amenity, "
    "typ, art, kategorie, categorie, tipo, categoria, 类型, 类别",
    "status": "status, venue status, operating status, business status, operational status, statut, estado, stato, 状态",
    "closed": "closed, year closed, closed on, date closed, closed date, closing date, permanently closed, closure date",
    "town": "town, city, post town, town city, locality, municipality, village, borough, neighbourhood, neighborhood, suburb, district, area, "
    "ville, commune, localite, ort, stadt, gemeinde, ciudad, municipio, localidad, comune, citta, localita, 城市, 市, location",
    "region": "county, region, province, state, departement, bundesland, provincia, regione, comunidad, kanton, 省",
    "country": "country, country code, nation, pays, land, pais, paese, nazione, 国家",
    "postcode": "postcode, post code, postal code, zip, zip code, zipcode, pcd, pcds, code postal, cp, plz, postleitzahl, "
    "codigo postal, cap, 邮编, 邮政编码",
    "house_number": "house number, housenumber, street number, hausnummer, numero civico",
    "lat": "latitude, lat, latitud, latitudine, breitengrad, geographische breite, breite, 纬度, y, y coordinate, coord y, geo y",
    "lon": "longitude, lon, lng, long, longitud, longitudine, langengrad, geographische lange, lange, 经度, x, x coordinate, coord x, geo x",
    "position": "coordinates, coordinate, position, lat lon, lat lng, latlon, latlng, lat long, latitude longitude, geo, gps, location, "
    "geolocation, geo point, coordonnees, koordinaten, coordenadas, coordinate gps, 坐标",
    "easting": "easting, eastings, os easting, osgb easting, x, x coordinate, coord x, geo x",
    "northing": "northing, northings, os northing, osgb northing, y, y coordinate, coord y, geo y",
    "hours": "opening hours, hours, opening times, open hours, business hours, opening, horaires, horaires d ouverture, offnungszeiten, "
    "horario, horarios, horario de apertura, orari, orario, orari di apertura, 营业时间, 开放时间",
    "url": "website, url, web site, homepage, web, web address, contact website, website url, link, email or website, "
    "site web, site internet, webseite, internetseite, pagina web, sito web, sito, 网站, 网址",
    "phone": "phone, telephone, phone number, telephone number, tel, contact phone, contact number, telefon, telefonnummer, telefono, 电话",
    "seats": "seats, number of seats, seating, seating capacity, capacity, desks, places assises, sitzplatze, asientos, posti, 座位, 座位数",
    "photo_url": "photo url, photo, image url, img url, image, picture, thumbnail, foto, bild, imagen, immagine, 图片, 照片",
    "source": "source, data source, quelle, fuente, fonte, 来源",
    "licence": "licence, license, lizenz, licencia, licenza, 许可",
    "checked_on": "checked on, last checked, date checked, check date, verified on, last verified, survey date, 核实日期",
    "wifi": "wifi, wi fi, free wifi, free wi fi, internet access, internet, wlan, wireless, 无线网络",
    "sockets": "sockets, socket, power sockets, plug sockets, power outlets, outlets, plugs, power, prises, steckdosen, enchufes, prese, 插座",
    "noise": "noise, noise level, quiet, noisy, sound level, bruit, larm, lautstarke, ruido, rumore, 噪音",
    "time_limit": "time limit, limited time, stay limit, no time limit, zeitlimit, limite de temps, limite de tiempo, limite di tempo, 时间限制",
    "calls": "calls, can take calls, take calls, calls allowed, calls ok, phone calls, video calls, appels, anrufe, llamadas, chiamate",
    "standing_desk": "standing desk, standing desks, stehpult, stehtisch, bureau debout",
    "wheelchair": "wheelchair, wheelchair access, wheelchair accessible, step free, step free access, accessible, accessibility, disabled access, "
    "rollstuhl, rollstuhlgerecht, acces pmr, fauteuil roulant, silla de ruedas, sedia a rotelle, 无障碍",
    "family_room": "family room, baby change, baby changing, changing table, feeding room, nursing room, parent room, wickelraum",
    "price": "price, price band, price range, price level, coffee price, price of a coffee, cost, prix, preis, precio, prezzo, 价格",
}
SYNONYMS: dict[str, dict[str, int]] = {
    field: {name.strip(): rank for rank, name in enumerate(names.split(","))} for field, names in NAMES.items()
}

# "Address", "Address 2", "Address line 3", "addr:street": parts that are joined in the order of their numbers.
ADDRESS = frozenset(
    [
        "address",
        "full address",
        "street address",
        "street",
        "address line",
        "addr",
        "adresse",
        "anschrift",
        "strasse",
        "rue",
        "direccion",
        "domicilio",
        "calle",
        "indirizzo",
        "via",
        "地址",
        "location",
    ]
)
ADDRESS_PART = re.compile(r"^(.*?)(?: (\d))?$")

# "Facility name" is a name; "Borough name" and "Manager name" are names of something else.
NAME_HEADS = frozenset({"name", "names", "nom", "nome", "nombre", "名称"})
NAMES_OF_OTHERS = frozenset(
    [
        "alternative",
        "alt",
        "alternate",
        "old",
        "former",
        "short",
        "first",
        "last",
        "family",
        "given",
        "middle",
        "maiden",
        "user",
        "nick",
        "contact",
        "manager",
        "owner",
        "operator",
        "organiser",
        "organizer",
        "person",
        "member",
        "staff",
        "street",
        "road",
        "ward",
        "borough",
        "city",
        "town",
        "village",
        "county",
        "state",
        "region",
        "province",
        "country",
        "district",
        "parish",
        "area",
        "authority",
        "council",
        "constituency",
        "department",
        "service",
        "group",
        "event",
        "file",
        "layer",
        "sheet",
        "brand",
        "company",
        "category",
        "type",
        "class",
        "column",
        "domain",
        "host",
        "author",
        "artist",
        "editor",
        "additional",
        "other",
        "gestore",
        "titolare",
        "cognome",
        "prenom",
        "proprietaire",
    ]
)
AXES = {"lat": frozenset({"lat", "latitude"}), "lon": frozenset({"lon", "lng", "longitude"})}
KIND_HEADS = frozenset({"type", "category", "kind"})

WEEKDAYS: dict[str, int] = {
    name: day
    for day, names in enumerate(
        (
            "monday mon mo lundi montag lunes lunedi 周一 星期一",
            "tuesday tue tues tu mardi dienstag martes martedi 周二 星期二",
            "wednesday wed we mercredi mittwoch miercoles mercoledi 周三 星期三",
            "thursday thu thur thurs th jeudi donnerstag jueves giovedi 周四 星期四",
            "friday fri fr vendredi freitag viernes venerdi 周五 星期五",
            "saturday sat sa samedi samstag sabado sabato 周六 星期六",
            "sunday sun su dimanche sonntag domingo domenica 周日 星期日",
        )
    )
    for name in names.split()
}
WEEKDAY_WORDS = frozenset(
    ["opening", "open", "hours", "times", "time", "opens", "horaires", "horario", "orari", "offnungszeiten", "营业时间"]
)


def plain(text: str) -> str:
    """Fold case and accents, split words that are glued (postCode, address1), drop punctuation."""
    decomposed = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", letters.casefold()).strip()


def unfilled(name: str) -> str:
    """Drop words that say nothing about what the column holds: "has wifi" is "wifi"."""
    return " ".join(word for word in name.split() if word not in _FILLERS)
