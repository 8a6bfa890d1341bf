SELECT
    import_id, file_name, imported_at AT TIME ZONE 'UTC' AS imported_at, undone_at IS NOT NULL AS is_undone, created, known, rejected,
    (SELECT count(*) FROM account WHERE account.import_id = member_import.import_id
        AND account.member_id IN (SELECT member_id FROM identity)) AS came
FROM member_import
ORDER BY member_import.imported_at DESC
