-- Take out the rows of files that no longer count.
DELETE FROM {rows} WHERE lake_file IN (SELECT unnest($numbers))
