SELECT
    import_id, file_name, who, imported_at AT TIME ZONE 'UTC' AS imported_at, undone_at IS NOT NULL AS is_undone,
    count(month) AS months, coalesce(sum(people), 0) AS people
FROM score_import
LEFT JOIN score_month USING (import_id)
GROUP BY ALL
ORDER BY imported_at DESC
