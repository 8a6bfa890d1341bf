-- Members are named by their key, places as «name, town». A place that is not there leaves no trace of itself.
INSERT INTO interaction BY NAME
WITH place AS (
    SELECT concat_ws(', ', name, town) AS venue, any_value(venue_id) AS venue_id
    FROM venue
    GROUP BY ALL
)
SELECT
    uuidv7() AS interaction_id, $sample AS sample, chunk.happened_at, chunk.kind,
    actor.member_id AS actor_id, towards.member_id AS towards_id, chunk.online, chunk.thread, chunk.meetup, place.venue_id
FROM chunk
JOIN member AS actor ON actor.member_key = chunk.actor AND actor.sample = $sample
LEFT JOIN member AS towards ON towards.member_key = chunk.towards AND towards.sample = $sample
LEFT JOIN place ON place.venue = chunk.venue
