-- Take out the rows of a file that are gone.
DELETE FROM {rows} WHERE lake_file = $number AND lake_row IN (SELECT pos FROM read_parquet($gone))
