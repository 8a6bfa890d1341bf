-- Found first, then given the precision of their sectors: the other way round, every sector of the country would be worked out.
WITH found AS MATERIALIZED (
    SELECT code, lat, lon FROM postcode WHERE code IN (SELECT key FROM asked)
)
SELECT found.code, found.lat / 1e6, found.lon / 1e6, area.postcode_precision_m
FROM found
JOIN area ON area.code = left(found.code, -3) || ' ' || left(right(found.code, 3), 1)
