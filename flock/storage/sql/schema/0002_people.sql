-- Where a member lives is a hexagon (H3 at resolution 7) and nothing finer. Until she says otherwise nobody sees her.
CREATE TABLE member (
    member_id UUID, member_key VARCHAR, sample BOOLEAN, name VARCHAR, does VARCHAR, works VARCHAR, style VARCHAR,
    languages VARCHAR[], can_help VARCHAR[], wants_to_learn VARCHAR[], interests VARCHAR[],
    home_cell BIGINT, seen_by VARCHAR DEFAULT 'nobody', role VARCHAR DEFAULT 'member', joined_on DATE
);
-- What members do, mostly with each other: the log that every measure of the community is a question to.
CREATE TABLE interaction (
    interaction_id UUID, sample BOOLEAN, happened_at TIMESTAMPTZ, kind VARCHAR, actor_id UUID, towards_id UUID, online BOOLEAN,
    thread VARCHAR, meetup VARCHAR, venue_id UUID
);
-- One row once the sample community is in, to the last line of its last file.
CREATE TABLE sample_load (finished_at TIMESTAMPTZ);
