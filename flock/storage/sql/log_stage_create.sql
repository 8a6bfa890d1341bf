CREATE TEMP TABLE log_stage (
    line BIGINT, who VARCHAR, towards VARCHAR, kind VARCHAR, happened_at TIMESTAMPTZ, online BOOLEAN, thread VARCHAR, meetup VARCHAR, place VARCHAR
);
CREATE TEMP TABLE log_people (key VARCHAR, name VARCHAR, joined_on DATE, group_key VARCHAR);
CREATE TEMP TABLE log_group_name (key VARCHAR, name VARCHAR);
