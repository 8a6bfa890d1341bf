SELECT town_name.name, town.name, lat, lon, country, admin1, authority, population, own
FROM town_name JOIN town USING (town_id)
WHERE town_name.name IN (SELECT key FROM asked)
ORDER BY town_id
