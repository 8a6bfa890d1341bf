-- The natural key is the name with the narrowest thing that tells where: postcode, else surveyed position to about 100 m,
-- else address and town. The content hash covers all that a person would notice, so equal rows are equal text;
-- a letter marks what may be missing, and cells have no character 31.
INSERT INTO import_stage
SELECT
    line,
    uuidv7(),
    concat_ws(
        '|',
        trim(regexp_replace(lower(strip_accents(name)), '[^\p{L}\p{N}]+', ' ', 'g')),
        CASE
            WHEN postcode IS NOT NULL THEN regexp_replace(upper(postcode), '[^A-Z0-9]+', '', 'g')
            WHEN precision_m = 0 THEN printf('%.3f %.3f', lat, lon)
            ELSE trim(regexp_replace(lower(strip_accents(concat_ws(' ', address, town))), '[^\p{L}\p{N}]+', ' ', 'g'))
        END
    ),
    md5(concat_ws(
        chr(31), name, lat, lon, precision_m, position_source, facts,
        'a' || address, 't' || town, 'p' || postcode, 'c' || country, 'h' || hours, 'u' || url, 'n' || phone, 's' || seats,
        'i' || photo_url, 'o' || source, 'l' || licence, 'd' || checked_on
    )),
    name, address, town, postcode, country, lat, lon, precision_m, position_source, tz, hours,
    url, phone, seats, photo_url, source, licence, checked_on, facts, quadkey, search_text
FROM chunk
