FROM ducklake_current_snapshot('flock')
