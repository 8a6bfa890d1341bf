-- Places with a fact that somebody says is not right any more and nobody has confirmed or changed since, the most doubted first.
WITH said_no AS (
    SELECT venue_id, field, value, count(DISTINCT member_id) AS members, max(checked_on) AS last_on
    FROM fact_check
    WHERE NOT still_right
    GROUP BY ALL
),
now AS (
    UNPIVOT (
        SELECT venue_id, name, status, wifi, sockets, noise, time_limit, calls, standing_desk, wheelchair, family_room, price, hours
        FROM venue
        WHERE venue_id IN (SELECT venue_id FROM said_no)
    )
    ON wifi, sockets, noise, time_limit, calls, standing_desk, wheelchair, family_room, price, hours
    INTO NAME field VALUE value
)
SELECT venue_id, name, field, value, members, last_on
FROM said_no JOIN now USING (venue_id, field, value)
WHERE status <> 'closed'
    AND NOT EXISTS (
        SELECT 1
        FROM fact_check AS later
        WHERE still_right AND later.venue_id = said_no.venue_id AND later.field = said_no.field AND later.value = said_no.value
            AND later.checked_on > said_no.last_on
    )
ORDER BY members DESC, last_on DESC, name
LIMIT $most
