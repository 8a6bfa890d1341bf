SELECT place, count(*) AS people
FROM log_row
WHERE kind = 'attended' AND unknown_key IS NULL AND NOT is_duplicate AND place IS NOT NULL
GROUP BY place
ORDER BY people DESC, place
LIMIT 10
