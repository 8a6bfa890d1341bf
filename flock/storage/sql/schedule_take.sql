UPDATE schedule SET begun_at = $now WHERE job = $job AND (begun_at <= $before OR begun_at > $later)
