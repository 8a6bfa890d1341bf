-- Distances on a flat map are good enough to order what lies within a town; equal ones go by their letters.
SELECT left(code, -3) || ' ' || right(code, 3) AS postcode, lat / 1e6 AS lat, lon / 1e6 AS lon
FROM postcode
WHERE postcode.lat BETWEEN ($south * 1e6)::INTEGER AND ($north * 1e6)::INTEGER
    AND postcode.lon BETWEEN ($west * 1e6)::INTEGER AND ($east * 1e6)::INTEGER
ORDER BY pow(postcode.lat / 1e6 - $lat, 2) + pow((postcode.lon / 1e6 - $lon) * cos(radians($lat)), 2), code
