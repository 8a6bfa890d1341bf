INSERT INTO activity_levels (set_at, levels, sample) VALUES ($now, $levels, $sample)
