-- One slice of the places as they will be: what stays, and what comes.
SELECT *
FROM (
    SELECT *
    FROM venue ANTI JOIN import_leaving USING (venue_id)
    WHERE quadkey BETWEEN $first_key AND $next_key
        AND NOT (quadkey = $first_key AND hash(natural_key) < $first_tie)
        AND NOT (quadkey = $next_key AND hash(natural_key) >= $next_tie)
    UNION ALL BY NAME
    SELECT *
    FROM import_coming
    WHERE quadkey BETWEEN $first_key AND $next_key
        AND NOT (quadkey = $first_key AND hash(natural_key) < $first_tie)
        AND NOT (quadkey = $next_key AND hash(natural_key) >= $next_tie)
)
ORDER BY quadkey, hash(natural_key)
