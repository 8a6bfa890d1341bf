INSERT INTO vouch BY NAME SELECT $voucher_id::UUID AS voucher_id, $member_id::UUID AS member_id, $now::TIMESTAMPTZ AS vouched_at
