-- How long reports waited for an answer, in hours, and how many wait.
SELECT
    count(*) FILTER (WHERE state = 'open'),
    median(date_diff('minute', sent_at, answered_at) / 60),
    max(date_diff('minute', sent_at, $now) / 60) FILTER (WHERE state = 'open')
FROM report
