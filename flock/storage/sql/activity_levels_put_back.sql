DELETE FROM activity_levels WHERE set_at = (SELECT max(set_at) FROM activity_levels)
