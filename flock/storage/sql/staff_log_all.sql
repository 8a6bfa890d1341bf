SELECT number, noted_at AT TIME ZONE 'UTC' AS noted_at, staff_id, act, about_id, detail, before, hash FROM staff_log ORDER BY number
