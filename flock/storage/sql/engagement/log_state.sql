-- Changes with every row that comes or goes, without a look at the rows.
SELECT count(*), max(rowid) FROM interaction
