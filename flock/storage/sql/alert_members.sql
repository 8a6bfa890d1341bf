-- Who stopped, came back or did something for the first time in the week before $until. Who hides herself has no name here.
WITH told_of AS (
    SELECT actor_id AS member_id, CAST(happened_at AS DATE) AS day FROM act WHERE happened_at < $until::DATE
),
lived AS (
    SELECT
        member_id, min(day) AS first_day, max(day) AS last_day,
        max(day) FILTER (WHERE day < $until::DATE - 7) AS day_before,
        count(*) FILTER (WHERE day >= $until::DATE - 7) AS this_week,
        count(*) FILTER (WHERE day >= $until::DATE - 118 AND day < $until::DATE - 28) AS in_90_days,
        count(*) FILTER (WHERE day >= $until::DATE - 28) AS in_28_days
    FROM told_of
    GROUP BY member_id
),
told AS (
    SELECT
        *,
        CASE
            WHEN this_week > 0 AND first_day >= $until::DATE - 7 THEN 'first_act'
            WHEN this_week > 0 AND day_before < $until::DATE - 97 THEN 'back'
            WHEN in_28_days = 0 AND in_90_days >= 4 AND last_day >= $until::DATE - 35 THEN 'stopped'
        END AS kind
    FROM lived
)
SELECT kind, told.member_id, CASE WHEN seen_by <> 'nobody' THEN name END AS name, last_day AS day
FROM told JOIN member USING (member_id)
WHERE kind IS NOT NULL
ORDER BY kind, day DESC, name, told.member_id
