SELECT number, hash FROM staff_log_end
