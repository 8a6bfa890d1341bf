-- How phones, websites and postcodes are written so that equal ones are equal text.
CREATE TEMP MACRO import_phone_key(phone) AS
    CASE WHEN length(phone) >= 7 THEN right(regexp_replace(phone, '\D', '', 'g'), 9) END;
CREATE TEMP MACRO import_url_key(url) AS
    CASE WHEN url <> '' THEN regexp_replace(lower(url), '^https?://(www\.)?|[/?#]+$', '', 'g') END;
CREATE TEMP MACRO import_postcode_key(postcode) AS
    CASE WHEN postcode <> '' THEN regexp_replace(upper(postcode), '[^A-Z0-9]+', '', 'g') END;
CREATE TEMP MACRO import_hash(key) AS CASE WHEN key <> '' THEN hash(key) ELSE 0 END;
