SELECT levels FROM activity_levels ORDER BY set_at DESC
