CREATE TEMP TABLE import_stage (
    line BIGINT, venue_id UUID, natural_key VARCHAR, content_hash VARCHAR,
    name VARCHAR, address VARCHAR, town VARCHAR, postcode VARCHAR, country VARCHAR,
    lat DOUBLE, lon DOUBLE, precision_m DOUBLE, position_source VARCHAR, tz VARCHAR, hours VARCHAR,
    url VARCHAR, phone VARCHAR, seats INTEGER, photo_url VARCHAR, source VARCHAR, licence VARCHAR, checked_on DATE,
    facts BIGINT, quadkey BIGINT, search_text VARCHAR
)
