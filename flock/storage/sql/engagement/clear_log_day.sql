DELETE FROM log_day WHERE day IN (SELECT unnest($days::DATE[]))
