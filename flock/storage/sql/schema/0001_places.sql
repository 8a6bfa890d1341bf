CREATE TABLE venue (
    venue_id UUID, natural_key VARCHAR, content_hash VARCHAR, import_id UUID, updated_at TIMESTAMPTZ,
    name VARCHAR, address VARCHAR, town VARCHAR, postcode VARCHAR, country VARCHAR,
    lat DOUBLE, lon DOUBLE, precision_m DOUBLE, position_source VARCHAR, tz VARCHAR,
    hours VARCHAR, hours_id BIGINT,
    url VARCHAR, phone VARCHAR, seats INTEGER, photo_url VARCHAR, source VARCHAR, licence VARCHAR, checked_on DATE,
    kind VARCHAR, status VARCHAR, wifi VARCHAR, sockets VARCHAR, noise VARCHAR, time_limit VARCHAR, calls VARCHAR,
    standing_desk VARCHAR, wheelchair VARCHAR, family_room VARCHAR, price VARCHAR,
    facts BIGINT, quadkey BIGINT, search_text VARCHAR
);
-- Counts per tile of zoom 8 and combination of facts: what a map of the whole country is drawn from.
CREATE TABLE venue_cell (cell BIGINT, facts BIGINT, venues BIGINT, sum_lat DOUBLE, sum_lon DOUBLE);
-- Each distinct pair of opening hours and time zone, evaluated once instead of once a place.
CREATE TABLE opening_hours (hours_id BIGINT, hours VARCHAR, tz VARCHAR);
CREATE TABLE import_batch (
    import_id UUID, file_name VARCHAR, sha256 VARCHAR, who VARCHAR, sample BOOLEAN, state VARCHAR,
    started_at TIMESTAMPTZ, finished_at TIMESTAMPTZ,
    rows BIGINT, created BIGINT, updated BIGINT, unchanged BIGINT, rejected BIGINT, duplicates BIGINT
);
-- One row, whose number grows with each change of the places: the version that tiles and caches are good for.
CREATE TABLE venue_version (version BIGINT);
INSERT INTO venue_version VALUES (1);
-- What an outside geocoder answered; also its refusals, so that nothing is asked twice. Never about a member.
CREATE TABLE geocode_memory (
    query VARCHAR, lat DOUBLE, lon DOUBLE, precision_m DOUBLE, source VARCHAR, matched VARCHAR, refusal VARCHAR,
    asked_at TIMESTAMPTZ
);
