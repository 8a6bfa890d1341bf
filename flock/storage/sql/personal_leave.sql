INSERT INTO standing BY NAME SELECT $member_id::UUID AS member_id, 'left' AS state, $now::TIMESTAMPTZ AS since
