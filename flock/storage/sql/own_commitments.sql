-- Her own last twenty meetups that she said yes to and that are over, and how many of them she came to.
WITH said AS (
    SELECT meetup, max(happened_at) AS said_at
    FROM interaction
    WHERE actor_id = $looking AND kind = 'rsvp' AND meetup IS NOT NULL
    GROUP BY meetup
    ORDER BY said_at DESC
    LIMIT 20
)
SELECT count(*), count(*) FILTER (WHERE meetup IN (SELECT meetup FROM interaction WHERE actor_id = $looking AND kind = 'attended'))
FROM said
