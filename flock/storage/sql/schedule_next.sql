SELECT begun_at AT TIME ZONE 'UTC' AS begun_at FROM schedule WHERE job = $job
