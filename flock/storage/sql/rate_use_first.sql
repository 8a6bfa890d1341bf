INSERT INTO rate_use BY NAME
SELECT $member_id AS member_id, $act AS act, [$now::TIMESTAMPTZ] AS uses
WHERE NOT EXISTS (SELECT 1 FROM rate_use WHERE rate_use.member_id = $member_id AND rate_use.act = $act)
