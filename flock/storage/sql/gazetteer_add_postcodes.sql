INSERT INTO postcode
SELECT replace(postcode, ' ', '') AS code, round(lat * 1e6), round(lon * 1e6), authority
FROM batch
ORDER BY code
