SELECT 1 FROM staff_log
WHERE staff_id = $staff_id AND act = $act AND detail = $detail AND noted_at > $since AND noted_at <= $now
LIMIT 1
