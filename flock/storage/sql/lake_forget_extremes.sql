-- Asked of PostgreSQL. Numbers are compared as numbers, all else as text: dates, times and UUIDs are written so that this is their order.
WITH now_there AS (
    SELECT
        stats.table_id, stats.column_id,
        (array_agg(stats.min_value ORDER BY CASE WHEN kind.column_type ~ '^(u?int|float|decimal)' THEN stats.min_value::DOUBLE PRECISION END, stats.min_value COLLATE "C")
            FILTER (WHERE stats.min_value IS NOT NULL))[1] AS least,
        (array_agg(stats.max_value ORDER BY CASE WHEN kind.column_type ~ '^(u?int|float|decimal)' THEN stats.max_value::DOUBLE PRECISION END DESC, stats.max_value COLLATE "C" DESC)
            FILTER (WHERE stats.max_value IS NOT NULL))[1] AS greatest
    FROM ducklake_file_column_stats AS stats
    JOIN ducklake_column AS kind ON kind.table_id = stats.table_id AND kind.column_id = stats.column_id AND kind.end_snapshot IS NULL
    GROUP BY stats.table_id, stats.column_id
)
UPDATE ducklake_table_column_stats AS kept SET min_value = now_there.least, max_value = now_there.greatest
FROM now_there WHERE now_there.table_id = kept.table_id AND now_there.column_id = kept.column_id;
UPDATE ducklake_table_column_stats AS kept SET min_value = NULL, max_value = NULL
WHERE NOT EXISTS (
    SELECT 1 FROM ducklake_file_column_stats AS stats WHERE stats.table_id = kept.table_id AND stats.column_id = kept.column_id
)
