DELETE FROM standing WHERE member_id = $member_id;
INSERT INTO standing BY NAME
SELECT $member_id::UUID AS member_id, $state AS state, $now AS since, $until AS until, $report_id AS report_id
WHERE $state IS NOT NULL
