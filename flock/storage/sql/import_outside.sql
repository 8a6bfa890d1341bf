-- Staged rows far from nearly all others of their table: outside a box three times as wide and high as the one that holds the middle
-- 98 of 100, and at least a degree around it.
WITH box AS (
    SELECT
        quantile_cont(lat, 0.01) AS south, quantile_cont(lat, 0.99) AS north,
        quantile_cont(lon, 0.01) AS west, quantile_cont(lon, 0.99) AS east, count(*) AS rows
    FROM import_stage
)
SELECT line, name, lat, lon
FROM import_stage, box
WHERE rows >= $fewest AND (
    lat NOT BETWEEN south - greatest(north - south, 1) AND north + greatest(north - south, 1)
    OR lon NOT BETWEEN west - greatest(east - west, 1) AND east + greatest(east - west, 1)
)
ORDER BY line
