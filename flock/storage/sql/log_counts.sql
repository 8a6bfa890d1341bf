SELECT
    count(*) FILTER (WHERE taken) AS taken,
    count(*) FILTER (WHERE is_duplicate) AS duplicates,
    count(DISTINCT meetup) FILTER (WHERE taken AND kind = 'attended') AS meetups,
    count(DISTINCT place) FILTER (WHERE taken AND kind = 'attended') AS places,
    min(happened_at) FILTER (WHERE taken) AS first_at,
    max(happened_at) FILTER (WHERE taken) AS last_at
FROM (SELECT *, unknown_key IS NULL AND NOT is_self AND NOT is_duplicate AS taken FROM log_row)
