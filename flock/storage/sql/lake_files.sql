-- The files that hold a table now, each with the file that says which of its rows are gone.
SELECT data_file, delete_file FROM ducklake_list_files('flock', $table) ORDER BY data_file
