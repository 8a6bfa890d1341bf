SELECT number, hash FROM staff_log ORDER BY number DESC LIMIT 1
