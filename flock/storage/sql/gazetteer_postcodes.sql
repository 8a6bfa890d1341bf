SELECT postcode.code, postcode.lat / 1e6, postcode.lon / 1e6, area.postcode_precision_m
FROM postcode
JOIN area ON area.code = left(postcode.code, -3) || ' ' || left(right(postcode.code, 3), 1)
WHERE postcode.code IN (SELECT unnest($codes::VARCHAR[]))
