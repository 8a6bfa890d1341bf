DELETE FROM act_day WHERE day IN (SELECT unnest($days::DATE[]))
