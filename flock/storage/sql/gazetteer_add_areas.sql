-- The middle of an area is the median of its postcodes, which a few misplaced ones do not move. Its precision holds nine
-- in ten of them. An area of n postcodes within r gives each of them about r / sqrt(n).
INSERT INTO area
WITH member AS (
    SELECT left(code, -3) AS outward, left(code, -3) || ' ' || left(right(code, 3), 1) AS sector, lat / 1e6 AS lat, lon / 1e6 AS lon
    FROM postcode
),
spread AS (
    SELECT outward AS code, lat, lon FROM member
    UNION ALL
    SELECT sector, lat, lon FROM member
),
middle AS (
    SELECT code, median(lat) AS lat, median(lon) AS lon, count(*) AS postcodes FROM spread GROUP BY code
),
reach AS (
    SELECT
        middle.*,
        $earth_radius_m * sqrt(
            pow(radians(spread.lat - middle.lat), 2) + pow(radians(spread.lon - middle.lon) * cos(radians(middle.lat)), 2)
        ) AS distance_m
    FROM spread JOIN middle USING (code)
),
holding AS (
    SELECT code, lat, lon, postcodes, quantile_cont(distance_m, 0.9) AS most_m FROM reach GROUP BY ALL
)
SELECT code, lat, lon, greatest(most_m, $least_area_m), greatest(most_m / sqrt(postcodes), $least_postcode_m)
FROM holding
ORDER BY code
