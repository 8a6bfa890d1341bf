SELECT day, mark FROM log_day ORDER BY day
