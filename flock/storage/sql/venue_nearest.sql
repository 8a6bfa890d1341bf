-- The nearest places, as haversine, quadkey and id; everything else is fetched for the few that are shown.
-- An aggregate and not ORDER BY … LIMIT, whose plan joins the table with itself and takes twice as long.
SELECT one.haversine, one.quadkey, one.venue_id
FROM (
    SELECT unnest(min_by(
        {{'haversine': {haversine}, 'quadkey': quadkey, 'venue_id': venue_id}}, {haversine}, $most
    )) AS one
    FROM venue
    WHERE {fits}
)
