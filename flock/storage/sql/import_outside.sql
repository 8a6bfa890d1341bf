-- Staged rows far from nearly all others of their table: outside a box that reaches, on each side of the one that holds the middle eight
-- of ten, twice as far again as that is wide or high, and at least a degree.
WITH box AS (
    SELECT
        quantile_cont(lat, 0.1) AS south, quantile_cont(lat, 0.9) AS north,
        quantile_cont(lon, 0.1) AS west, quantile_cont(lon, 0.9) AS east, count(*) AS rows
    FROM import_stage
)
SELECT line, name, lat, lon
FROM import_stage, box
WHERE rows >= $fewest AND (
    lat NOT BETWEEN south - greatest(2 * (north - south), 1) AND north + greatest(2 * (north - south), 1)
    OR lon NOT BETWEEN west - greatest(2 * (east - west), 1) AND east + greatest(2 * (east - west), 1)
)
ORDER BY line
