INSERT INTO account BY NAME
SELECT
    $member_id::UUID AS member_id, $email AS email, $vouch_code AS vouch_code, $import_id::UUID AS import_id,
    $welcomed_at::TIMESTAMPTZ AS welcomed_at
