INSERT INTO report BY NAME
SELECT
    uuidv7() AS report_id, $looking AS reporter_id, $other AS about_id, $place AS place, $reason AS reason, $words AS words,
    $context AS context, $now AS sent_at, 'open' AS state
