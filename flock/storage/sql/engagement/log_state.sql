-- Changes with every row that comes or goes, and when an import becomes visible or ceases to be, without a look at the rows.
SELECT
    count(*), max(rowid),
    (SELECT coalesce(bit_xor(hash(import_id, state)), 0) FROM log_import WHERE state IN ('committed', 'undoing'))
FROM interaction
