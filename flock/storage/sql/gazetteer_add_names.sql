INSERT INTO town_name
SELECT name, town_id, bool_or(own) FROM batch GROUP BY name, town_id ORDER BY name, town_id
