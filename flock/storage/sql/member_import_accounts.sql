INSERT INTO account BY NAME
SELECT member_id::UUID AS member_id, email, vouch_code, $import_id::UUID AS import_id, $now::TIMESTAMPTZ AS welcomed_at
FROM chunk
