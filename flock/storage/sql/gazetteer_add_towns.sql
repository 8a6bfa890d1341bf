-- A British town belongs to the local authority of the nearest postcodes, taken together by cells of about a kilometre.
INSERT INTO town
WITH cell AS (
    SELECT authority, floor(lat / 1e4) AS y, floor(lon / 2e4) AS x, avg(lat) / 1e6 AS lat, avg(lon) / 1e6 AS lon
    FROM postcode
    WHERE authority IS NOT NULL
    GROUP BY ALL
),
around AS (
    SELECT town_id, lat, lon, floor(lat * 100) + dy AS y, floor(lon * 50) + dx AS x
    FROM batch, range(-2, 3) AS rows_(dy), range(-2, 3) AS columns_(dx)
    WHERE country = 'GB'
),
nearest AS (
    SELECT
        town_id,
        arg_min(
            authority, pow(around.lat - cell.lat, 2) + pow((around.lon - cell.lon) * cos(radians(around.lat)), 2)
        ) AS authority
    FROM around JOIN cell USING (x, y)
    GROUP BY town_id
)
SELECT town_id, name, lat, lon, country, admin1, coalesce(authority, ''), population
FROM batch LEFT JOIN nearest USING (town_id)
ORDER BY town_id
