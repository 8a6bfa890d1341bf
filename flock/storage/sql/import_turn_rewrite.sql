DELETE FROM import_coming WHERE venue_id IN (SELECT venue_id::UUID FROM chunk);
INSERT INTO import_coming BY NAME
SELECT * REPLACE (
    CASE WHEN hours IS NOT NULL THEN (md5_number_lower(hours || '|' || tz) & 9223372036854775807)::BIGINT END AS hours_id
)
FROM chunk;
