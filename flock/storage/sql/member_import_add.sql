INSERT INTO member_import BY NAME
SELECT
    $import_id::UUID AS import_id, $lead_id::UUID AS lead_id, $file_name AS file_name, $now::TIMESTAMPTZ AS imported_at,
    $created AS created, $known AS known, $rejected AS rejected
