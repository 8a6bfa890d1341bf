"""What people call the columns of a table of places, in English, French, German, Spanish, Italian and Chinese.

Names are written as `plain` gives them: no case, no accents, words with one space between. The first of a row is the best.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_BESIDE = re.compile(r"[/()\[\]|]")
_NO_WORD = re.compile(r"[\W_]+")
_FILLERS = frozenset({"has", "have", "is", "offers", "available", "availability", "the", "addr"})


def _listed(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(","))


NAMES: dict[str, str] = {
    "name": "name, venue name, place name, site name, title, venue, place, branch, library, cafe, pub, museum, hotel, facility, "
    "nom, nome, nombre, denominazione, denominacion, bezeichnung, 名称, 名字, 店名, 名, 地点名称, 场馆名称, 场所名称, 图书馆名称, dba, doing business as, dba name, trade name, trading as, trading name, business name, establishment name, titre, titolo, titulo, organisation name, organization name, nom du lieu, nom de l etablissement, etablissement, enseigne, nom usuel, nom commercial, nome commerciale, nome fantasia, nazwa, einrichtung, titel, objekt, nombre del local, nombre comercial, establecimiento, esercizio, insegna, ragione sociale, struttura, 馆名, 图书馆, 门店名称, 商户名称, 机构名称, 店铺名称, 咖啡馆名称, 名稱, 館名, 館別, 場館名稱, 店家名稱, 單位名稱, 餐廳名稱, 公司名称, item label, denomination, intitule, lieu, salle, espace, libelle, label, site, centro, espacio, equipamiento, spazio, locale, local, biblioteca, bibliotheque, mediatheque, bibliothek, bucherei, 门店, 商户, 咖啡馆, 咖啡店, organisation, organization",
    "kind": "kind, type, category, venue type, place type, type of venue, type of place, amenity, "
    "typ, art, kategorie, categorie, tipo, categoria, 类型, 类别, art der einrichtung, type de lieu, type d etablissement, tipo de lugar, tipo di luogo, tipologia, rubrique, 种类, 類型, 場所类型",
    "status": "status, venue status, operating status, business status, operational status, statut, estado, stato, 状态, betriebsstatus, 营业状态",
    "closed": "closed, year closed, closed on, date closed, closed date, closing date, permanently closed, closure date",
    "town": "town, city, post town, town city, locality, municipality, village, borough, neighbourhood, neighborhood, suburb, district, area, "
    "ville, commune, localite, plaats, woonplaats, miasto, boro, concelho, ort, stadt, gemeinde, ciudad, municipio, localidad, comune, citta, localita, 城市, 市, location, town name, city name, nom commune, nom de la commune, libelle commune, ortschaft, stadtteil, bezirk, poblacion, barrio, distrito, quartiere, frazione, 所在城市, 区, 区县, 城区, 行政区, 區",
    "region": "county, region, province, state, departement, bundesland, provincia, regione, comunidad, kanton, 省, prov, sigla provincia, comunidad autonoma, canton, 省份",
    "country": "country, country code, nation, pays, land, pais, paese, nazione, 国家, staat, 國家",
    "postcode": "postcode, post code, postal code, zip, pc, c p, c a p, p l z, p code, eircode, zip postal code, zip code, zipcode, pcd, pcds, code postal, cp, plz, postleitzahl, "
    "codigo postal, cap, 邮编, 邮政编码, postal, code postale, codigo postal, cod postal, codice postale, codice avviamento postale, 邮政编号, 郵遞區號, 郵編",
    "house_number": "house number, civico, housenumber, street number, street no, num voie, numero voie, num de voie, hausnummer, numero civico, hausnr, house no, numero de voie, n civico, 门牌号",
    "lat": "latitude, lat, latitud, latitudine, breitengrad, geographische breite, geogr breite, breite, 纬度, y, y coordinate, coord y, geo y, geo lat, gps lat, latitude wgs84, coordonnee y, coordenada y, coordinata y, y koordinate, koordinate y, 緯度, 北纬",
    "lon": "longitude, lon, lng, long, longitud, longitudine, langengrad, laengengrad, geographische lange, geogr lange, lange, laenge, 经度, x, x coordinate, coord x, geo x, geo lon, geo lng, gps lon, longitude wgs84, coordonnee x, coordenada x, coordinata x, x koordinate, koordinate x, 經度, 东经",
    "position": "coordinates, coordinate, position, lat lon, lat lng, latlon, latlng, lat long, latitude longitude, geo, gps, location, "
    "geolocation, geo point, coordonnees, koordinaten, coordenadas, coordinate gps, 坐标, gps coordinates, geom, geometry, wkt, the geom, point, geo coordinates, geokoordinaten, geo point 2d, coordonnees gps, coordonnees geographiques, gps koordinaten, coordinate geografiche, coordenadas gps, 经纬度, 位置坐标",
    "lon_lat": "lon lat, lng lat, longitude latitude, long lat, lonlat, lnglat, lange breite, geo point lon lat",
    "map_link": "map url, map link, maps link, maps url, google maps, google maps url, google maps link, google map, map, maps, "
    "lien carte, karte, kartenlink, mapa, enlace mapa, mappa, link mappa, 地图链接",
    "easting": "easting, eastings, x coord, os easting, osgb easting, x, x coordinate, coord x, geo x",
    "northing": "northing, northings, y coord, os northing, osgb northing, y, y coordinate, coord y, geo y",
    "hours": "opening hours, hours, opening times, open hours, business hours, opening, horaires, horaires d ouverture, offnungszeiten, "
    "horario, horarios, horario de apertura, orari, orario, orari di apertura, 营业时间, 开放时间, opening time, opening days, offnungszeit, oeffnungszeiten, geoffnet, heures d ouverture, heures ouverture, horario apertura, orario apertura, orario di apertura, 营业时段, 開放時間, 營業時間",
    "url": "website, url, web site, homepage, web, web address, contact website, website url, link, email or website, "
    "site web, site internet, webseite, internetseite, pagina web, sito web, sito, 网站, 网址, www, internet, web page, webpage, internetadresse, url site, adresse web, lien, enlace, sitio web, indirizzo web, 官网, 網址, 網站",
    "phone": "phone, telephone, phone number, telephone number, tel, contact phone, contact number, telefon, telefonnummer, telefono, 电话, mobile, telefonnr, rufnummer, tel nr, numero de telephone, n telephone, numero de telefono, numero di telefono, recapito telefonico, 联系电话, 電話, 电话号码",
    "seats": "seats, number of seats, seating, seating capacity, capacity, desks, places assises, sitzplatze, asientos, posti, 座位, 座位数, seat count, no of seats, number of desks, anzahl sitzplatze, anzahl platze, platze, nombre de places, places, capacite, plazas, numero de plazas, aforo, posti a sedere, numero posti, 座位数量, 席位",
    "photo_url": "photo url, photo, image url, img url, image, picture, thumbnail, foto, bild, imagen, immagine, 图片, 照片, photo link, lien photo, foto url, bild url",
    "source": "source, data source, quelle, fuente, fonte, 来源",
    "licence": "licence, license, lizenz, licencia, licenza, 许可",
    "checked_on": "checked on, last checked, date checked, check date, verified on, last verified, survey date, 核实日期, last updated, last update, date de verification, gepruft am, geprueft am, verificado el, verificato il",
    "wifi": "wifi, wi fi, free wifi, free wi fi, internet access, internet, wlan, wireless, 无线网络, w lan, free internet, wifi gratuit, wifi gratuito, wifi gratis, kostenloses wlan, gratis wlan, wi fi gratuit, wi fi gratis, internet access wlan, 免费wifi, 免费无线",
    "sockets": "sockets, socket, power sockets, plug sockets, power outlets, outlets, plugs, power, prises, steckdosen, enchufes, prese, 插座, power outlet, prises electriques, prises de courant, prese elettriche, prese di corrente, tomas de corriente, stromanschluss, 电源插座, 电源",
    "noise": "noise, noise level, quiet, noisy, sound level, bruit, larm, lautstarke, ruido, rumore, 噪音, niveau sonore, gerauschpegel, lautstaerke, nivel de ruido, livello di rumore, rumorosita, calme, ruhig, tranquilo, silenzioso, 噪音水平, 安静程度",
    "time_limit": "time limit, limited time, stay limit, no time limit, zeitlimit, limite de temps, limite de tiempo, limite di tempo, 时间限制",
    "calls": "calls, can take calls, take calls, calls allowed, calls ok, phone calls, video calls, appels, anrufe, llamadas, chiamate, telefonieren erlaubt, llamadas permitidas, chiamate consentite, appels autorises",
    "standing_desk": "standing desk, standing desks, stehpult, stehtisch, bureau debout",
    "wheelchair": "wheelchair, wheelchair access, wheelchair accessible, step free, step free access, accessible, accessibility, disabled access, "
    "rollstuhl, rollstuhlgerecht, acces pmr, fauteuil roulant, silla de ruedas, sedia a rotelle, 无障碍, barrierefrei, barrierefreiheit, accessibilite, accessibilita, accesibilidad, accesible, accessibile, pmr, accesso disabili, accessibile disabili, handicap, 无障碍设施",
    "family_room": "family room, baby change, baby changing, changing table, feeding room, nursing room, parent room, wickelraum, table a langer, cambiador, fasciatoio, wickeltisch, 母婴室",
    "price": "price, price band, price range, price level, coffee price, price of a coffee, cost, prix, preis, precio, prezzo, 价格, preisniveau, preiskategorie, gamme de prix, tarif, nivel de precios, rango de precio, fascia di prezzo, 人均消费, 价位",
}
SYNONYMS: dict[str, dict[str, int]] = {
    field: {name.strip(): rank for rank, name in enumerate(names.split(","))} for field, names in NAMES.items()
}
GLUED: dict[str, dict[str, int]] = {
    field: {name.replace(" ", ""): rank for name, rank in ranks.items() if " " in name} for field, ranks in SYNONYMS.items()
}

# "Address", "Address 2", "Address line 3", "addr:street": parts that are joined in the order of their numbers.
ADDRESS = _listed(
    "address, full address, street address, street, address line, addr, add, adresse, anschrift, strasse, rue, direccion, "
    "domicilio, logradouro, endereco, enderezo, ulica, adr, adres, standort, nom vial, libelle voie, calle, indirizzo, "
    "via, 地址, location, venue address, postal address, formatted address, physical address, location address, full, "
    "address full, addr full, thoroughfare, street name, road name, road, freeform, nom voie, nom de voie, nom de la "
    "voie, adresse postale, adresse complete, voie, numero et voie, n et voie, no et voie, strasse hausnummer, strasse "
    "und hausnummer, strasse nr, strasse hnr, strassenname, str, direccion completa, direccion postal, nombre via, "
    "ubicacion, indirizzo completo, ubicazione, 详细地址, 地点, 街道, 位置, 住址, 街道地址, 具体地址"
)
# What stands below the street in an address, where postcode and town share a column.
ADDRESS_TAILS = frozenset(
    [
        *("plz ort", "ort plz", "plz und ort", "code postal ville", "cp ville", "cap comune", "cap citta", "cp localidad"),
        *("city state zip", "town postcode", "town and postcode", "city postcode"),
    ]
)
ADDRESS_WORDS = (
    ADDRESS
    | SYNONYMS["house_number"].keys()
    | SYNONYMS["town"].keys()
    | {"piazza", "nr", "no", "number", "numero", "hnr", "avenue", "platz"}
)
GLUED_ADDRESS = frozenset(name.replace(" ", "") for name in ADDRESS)
ADDRESS_PART = re.compile(r"^(.*?)(?: (\d))?$")

# "Facility name" is a name; "Borough name" and "Manager name" are names of something else.
NAME_HEADS = frozenset(
    {"name", "names", "label", "denomination", "nom", "nome", "nombre", "denominazione", "denominacion", "bezeichnung", "名称"}
)
_NAMES_OF_OTHERS = (
    "alternative alt alternate old former short first last family given middle maiden user nick contact manager owner "
    "operator organiser organizer person member staff street road ward borough city town village county state region "
    "province country district parish area authority council constituency department service group event file layer "
    "sheet brand category type class column domain host author artist editor additional other fax email mail "
    "organisation organization parent comune provincia regione ente commune departement rue voie strasse ort stadt "
    "kreis trager traeger municipio localidad calle barrio distrito entidad quartier arrondissement epci gestore "
    "titolare cognome prenom proprietaire "
)
NAMES_OF_OTHERS = frozenset(_NAMES_OF_OTHERS.split())
# A name of one of these is no name of a place: "Nombre de vía".
OTHERS = (
    NAMES_OF_OTHERS | ADDRESS | {name for field in ("town", "region", "country", "postcode") for name in SYNONYMS[field]}
) - {"location", "address", "area", "full"}
# Words of a table of people, whose names and homes are no places.
OF_PEOPLE = frozenset(
    [
        *("first", "last", "surname", "member", "members", "birthday", "vorname", "nachname", "geburtsdatum", "prenom"),
        *("cognome", "apellido", "apellidos", "姓名"),
    ]
)
FORMS_OF_ADDRESS = frozenset({"title", "titel", "titre", "titolo", "titulo"})
# May be a form of address, or say of each place whether there is a museum in it.
WEAK_NAMES = _listed(
    "title, titel, titre, titolo, titulo, library, cafe, pub, museum, hotel, branch, place, objekt, lieu, salle, espace, "
    "libelle, label, site, centro, espacio, equipamiento, spazio, locale, local, biblioteca, bibliotheque, mediatheque, "
    "bibliothek, bucherei, 图书馆, 门店, 商户, 咖啡馆, 咖啡店, organisation, organization"
)
# What a column is told to be about before its own word, as in "addresses.locality", "result_city", "venue_phone", "lat_wgs84".
_ABOUT = _listed(
    "address, addresses, addr, adresse, anschrift, direccion, indirizzo, location, geo, postal, main, venue, place, site, "
    "store, shop, library, cafe, facility, property, premises, establishment, etablissement, billing, shipping, building, "
    "branch, business, contact, result, results, properties, attributes, fields, info, wgs, 84, epsg, fr, de, en, es, it, "
    "nl, 4326"
)
# Where a header of several words has one of these, or both of a pair, its cells may be postcodes.
POSTCODE_WORDS = tuple(
    frozenset(words.split())
    for words in (
        *("postcode", "postal", "postc", "zip", "zipcode", "pincode", "cep", "plz", "postleitzahl", "eircode", "codpostal"),
        *("code post", "cod post", "kod pocztowy", "pin code"),
    )
)
# «Legal name» is the name only where there is no other.
OF_THE_OWNER = frozenset(
    {"legal", "ownership", "entity", "registered", "corporate", "company", "sociale", "social", "raz", "razon", "razao"}
)
# Says where something is in the widest sense; a column of streets is better.
WEAK_ADDRESSES = frozenset({"location", "ubicacion", "ubicazione", "standort", "位置", "full"})
STREET_TYPES = frozenset({"tipo via", "tipo vial", "tipo de via", "clase vial", "clase via", "type voie", "type de voie"})
AXES = {
    "lat": frozenset({"lat", "latitude", "latitud", "latitudine", "breitengrad", "breite"}),
    "lon": frozenset({"lon", "lng", "longitude", "longitud", "longitudine", "langengrad", "laengengrad", "lange", "laenge"}),
}
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
_OF = frozenset({"of", "de", "del", "della", "dello", "du", "des", "di", "der"})
_AND = frozenset({"and", "or", "und", "u", "oder", "et", "ou", "y", "o", "e"})
_ABOUT_IN_CHINESE = re.compile("^(?:所在|所属|单位|门店|商铺|店铺|商户|场馆|场所|机构|图书馆|咖啡馆|咖啡店|餐厅|门市)(?=.)")


def is_known(name: str) -> bool:
    """Tell whether a plain name is one that columns of places usually have."""
    bare = unfilled(name)
    numbered = ADDRESS_PART.match(name)
    glued = name.replace(" ", "")
    return (
        any(not {name, bare, *shortened(name)}.isdisjoint(ranks) for ranks in SYNONYMS.values())
        or any(glued in ranks for ranks in GLUED.values())
        or bool(numbered and numbered[1] in ADDRESS)
        or any(word in WEEKDAYS for word in name.split())
    )


def plain(text: str) -> str:
    """Fold case and accents, split words that are glued (postCode, address1), drop punctuation."""
    decomposed = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", letters.casefold()).strip()


def parts(text: str) -> list[str]:
    """Give the plain names that a header gives beside each other: "Town / Ville", "Sede (indirizzo)"; nothing where it is one."""
    found = [plain(part) for part in _BESIDE.split(text)]
    return [part for part in found if part] if len(found) > 1 else []


def shortened(name: str) -> list[str]:
    """Give what is left of a name without the words that say only what the column belongs to, the longest first.

    "Result city" is "city", "code postal du site" is "code postal", and 门店地址 is 地址.
    """
    words = _ABOUT_IN_CHINESE.sub("", name).split()
    of = next((place for place, word in enumerate(words) if place and word in _OF), len(words))
    words = words[:of]
    found = [" ".join(words)] if " ".join(words) != name else []
    for end in (0, -1):
        while len(words) > 1 and words[end] in _ABOUT:
            words = words[1:] if end == 0 else words[:-1]
            found.append(" ".join(words))
    if len(words) == 1:  # FACILITYADDRESS
        found += [words[0].removeprefix(about) for about in _ABOUT if words[0].startswith(about) and words[0] != about]
    return found


def alternatives(name: str) -> list[str]:
    """Give the words of a name that says one thing in several: "city / town", "Straße und Hausnummer"; else nothing."""
    words = name.split()
    return [word for word in words if word not in _AND] if len(words) > 1 else []


def plain_names(header: Sequence[str]) -> list[str]:
    """Fold the names of a table's columns, without a first word that most of them share, such as the table's own."""
    names = [plain(name) for name in header]
    first = Counter(name.split()[0] for name in names if " " in name)
    shared = next((word for word, count in first.most_common(1) if count > len(names) / 2 and not is_known(word)), "")
    return [name.removeprefix(f"{shared} ") for name in names] if shared else names


def unfilled(name: str) -> str:
    """Drop words that say nothing about what the column holds: "has wifi" is "wifi"."""
    return " ".join(word for word in name.split() if word not in _FILLERS)
