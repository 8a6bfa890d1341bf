DELETE FROM import_found WHERE NOT absent AND venue_id IN (SELECT venue_id::UUID FROM chunk);
INSERT INTO import_found BY NAME
SELECT
    * EXCLUDE (kind, status, wifi, sockets, noise, time_limit, calls, standing_desk, wheelchair, family_room, price)
    REPLACE (
        CASE WHEN hours IS NOT NULL THEN (md5_number_lower(hours || '|' || tz) & 9223372036854775807)::BIGINT END AS hours_id
    ),
    FALSE AS absent
FROM chunk;
