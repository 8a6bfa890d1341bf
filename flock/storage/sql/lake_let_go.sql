-- After this no file holds what was deleted before then. Until then a question that began earlier may still read it.
CALL ducklake_merge_adjacent_files('flock');
CALL ducklake_rewrite_data_files('flock', delete_threshold => 0);
SELECT count(*) FROM ducklake_expire_snapshots('flock', older_than => $before);
SELECT count(*) FROM ducklake_cleanup_old_files('flock', cleanup_all => true)
