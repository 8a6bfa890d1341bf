-- What becomes of each row. A meetup is one on one day: a name that comes back every week is another meetup each time.
CREATE OR REPLACE TEMP TABLE log_row AS
WITH placed AS (
    SELECT
        stage.line, stage.who, stage.towards, stage.kind, stage.happened_at, stage.online, stage.place,
        CASE WHEN stage.thread IS NOT NULL THEN $tool || ':' || stage.thread END AS thread,
        CASE WHEN stage.meetup IS NOT NULL
            THEN $tool || ':' || stage.meetup || ' ' || strftime(stage.happened_at AT TIME ZONE 'UTC', '%Y-%m-%d')
        END AS meetup,
        actor.member_id AS actor_id, other.member_id AS towards_id,
        CASE
            WHEN actor.member_id IS NULL THEN stage.who
            WHEN stage.towards IS NOT NULL AND other.member_id IS NULL THEN stage.towards
        END AS unknown_key,
        coalesce(actor.member_id = other.member_id, FALSE) AS is_self
    FROM log_stage AS stage
    JOIN log_person AS actor ON actor.key = stage.who
    LEFT JOIN log_person AS other ON other.key = stage.towards
),
numbered AS (
    SELECT
        *,
        CASE WHEN kind = 'attended' THEN NULL ELSE happened_at END AS own_at,
        row_number() OVER (
            PARTITION BY actor_id, towards_id, kind, thread, meetup, CASE WHEN kind = 'attended' THEN NULL ELSE happened_at END
            ORDER BY line
        ) AS number
    FROM placed
    WHERE unknown_key IS NULL AND NOT is_self
),
here AS (
    SELECT actor_id, towards_id, kind, thread, meetup, CASE WHEN kind = 'attended' THEN NULL ELSE happened_at END AS own_at
    FROM interaction
    WHERE sample = $sample
    GROUP BY ALL
)
SELECT numbered.* EXCLUDE (own_at, number), number > 1 OR here.kind IS NOT NULL AS is_duplicate
FROM numbered
LEFT JOIN here ON here.actor_id = numbered.actor_id AND here.kind = numbered.kind
    AND here.towards_id IS NOT DISTINCT FROM numbered.towards_id
    AND here.thread IS NOT DISTINCT FROM numbered.thread
    AND here.meetup IS NOT DISTINCT FROM numbered.meetup
    AND here.own_at IS NOT DISTINCT FROM numbered.own_at
UNION ALL BY NAME
SELECT *, FALSE AS is_duplicate FROM placed WHERE unknown_key IS NOT NULL OR is_self
