-- Pairs that may be one place. Where `named`, only those whose names are not plainly different, as they are where both have digits, but
-- others. Only plain letters and digits tell what digits a name has.
INSERT INTO import_pair
SELECT number, twin
FROM (
    SELECT
        chunk.number, twin, own.plain, other.plain AS twin_plain,
        CASE WHEN strlen(own.plain) = length(own.plain) THEN regexp_replace(own.plain, '\D+', '', 'g') ELSE '' END AS digits,
        CASE WHEN strlen(other.plain) = length(other.plain) THEN regexp_replace(other.plain, '\D+', '', 'g') ELSE '' END AS twin_digits
    FROM chunk JOIN import_place AS own USING (number) JOIN import_place AS other ON other.number = twin
)
WHERE NOT $named OR (
    jaro_winkler_similarity(plain, twin_plain) >= $least_name AND (
        digits = '' OR twin_digits = '' OR (translate(digits, twin_digits, '') = '' AND translate(twin_digits, digits, '') = '')
    )
)
