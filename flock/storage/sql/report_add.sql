-- Write a report. The same said again within minutes is a second press of the button, and one report.
INSERT INTO report BY NAME
SELECT
    uuidv7() AS report_id, $looking AS reporter_id, $other AS about_id, $place AS place, $reason AS reason, $words AS words,
    $context AS context, $now AS sent_at, 'open' AS state
WHERE NOT EXISTS (
    SELECT 1
    FROM report
    WHERE reporter_id = $looking AND about_id = $other AND place = $place AND reason = $reason AND words = $words
        AND state = 'open' AND sent_at BETWEEN $now - INTERVAL 10 MINUTE AND $now
)
