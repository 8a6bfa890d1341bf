-- Who was at a meetup with whom: each pair of which at least one is new. Beyond $most people nobody meets everybody.
WITH come AS (
    SELECT meetup, actor_id, happened_at, online, TRUE AS is_new
    FROM log_row
    WHERE kind = 'attended' AND unknown_key IS NULL AND NOT is_duplicate
    UNION ALL
    SELECT meetup, actor_id, happened_at, online, FALSE
    FROM interaction
    WHERE kind = 'attended' AND sample = $sample AND meetup IN (SELECT meetup FROM log_row WHERE kind = 'attended')
),
small AS (
    SELECT meetup FROM come GROUP BY meetup HAVING count(*) <= $most
)
SELECT
    greatest(one.happened_at, other.happened_at) AS happened_at, 'co_attendance' AS kind, one.actor_id,
    other.actor_id AS towards_id, one.online, CAST(NULL AS VARCHAR) AS thread, one.meetup
FROM come AS one
JOIN come AS other ON other.meetup = one.meetup AND other.actor_id > one.actor_id
WHERE (one.is_new OR other.is_new) AND one.meetup IN (SELECT meetup FROM small)
