DELETE FROM tie_day WHERE day IN (SELECT unnest($days::DATE[]))
