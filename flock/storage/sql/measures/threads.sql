-- Threads that were begun in a window, and those in which nobody else had written by $known.
WITH opened AS (
    SELECT thread, any_value(actor_id) AS opener
    FROM act
    JOIN member_number ON member_id = actor_id
    JOIN who USING (number)
    WHERE kind = 'post' AND thread IS NOT NULL AND happened_at >= $start AND happened_at < $end
    GROUP BY thread
), answered AS (
    SELECT DISTINCT thread
    FROM act JOIN opened USING (thread)
    WHERE list_contains($written::VARCHAR[], kind) AND actor_id <> opener AND happened_at >= $start AND happened_at < $known
)
SELECT count(*) AS threads, count(*) FILTER (answered.thread IS NULL) AS solo
FROM opened LEFT JOIN answered USING (thread)
