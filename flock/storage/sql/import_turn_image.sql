-- What the next turn goes back to: the places that leave as they are now; and, where this turn takes out, what it alone puts there.
SELECT venue.*, FALSE AS absent, coming.import_id AS left_import_id
FROM venue SEMI JOIN import_leaving USING (venue_id)
LEFT JOIN (SELECT venue_id, import_id FROM import_coming) AS coming ON coming.venue_id = venue.venue_id
UNION ALL BY NAME
SELECT *, TRUE AS absent, import_id AS left_import_id
FROM import_coming ANTI JOIN import_leaving USING (venue_id)
WHERE NOT $brings_in
