SELECT number, lat, lon, cell, word, phone, url, postcode FROM import_place
