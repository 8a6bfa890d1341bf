-- Who stands up for whom. A vouch that was taken back stays, with the day on which it was.
CREATE TABLE vouch (voucher_id UUID, member_id UUID, vouched_at TIMESTAMPTZ, revoked_at TIMESTAMPTZ);
CREATE TABLE member_group (group_id UUID, sample BOOLEAN, name VARCHAR, started_at TIMESTAMPTZ);
CREATE TABLE group_member (group_id UUID, member_id UUID, joined_at TIMESTAMPTZ);
-- Whom a member wants to meet, which holds in both directions. No row: everybody.
CREATE TABLE meeting_wish (
    member_id UUID, styles VARCHAR[], languages VARCHAR[], shared_hours INTEGER, active VARCHAR, vouched BOOLEAN, group_id UUID,
    updated_at TIMESTAMPTZ
);
CREATE TABLE block (blocker_id UUID, blocked_id UUID, blocked_at TIMESTAMPTZ);
-- Why somebody is not here for a time or for good: «paused» or «banned» by a lead, «left» by herself.
CREATE TABLE standing (member_id UUID, state VARCHAR, since TIMESTAMPTZ, until TIMESTAMPTZ, report_id UUID);
-- The level of each hexagon that holds homes: the resolution it is shown at, 0 for not at all, and since when.
CREATE TABLE cell_level (home_cell BIGINT, level INTEGER, since DATE);
-- What maps may show of homes: groups of at least five that share nobody, in steps.
CREATE TABLE published_cell (cell BIGINT, step INTEGER);
CREATE TABLE cells_settled (settled_on DATE);
-- Whom a member was shown for a day, so that nobody is shown to more than her share of people a week.
CREATE TABLE suggested_member (day DATE, viewer_id UUID, member_id UUID, place INTEGER);
-- A wave asks; only a mutual yes is told. An answer «no» is never shown to the one who asked.
CREATE TABLE wave (
    wave_id UUID, from_id UUID, to_id UUID, note VARCHAR, sent_at TIMESTAMPTZ, expires_at TIMESTAMPTZ, answer VARCHAR, answered_at TIMESTAMPTZ
);
-- «Not now» to a suggestion, which comes back.
CREATE TABLE pass (member_id UUID, passed_id UUID, until TIMESTAMPTZ);
-- One row for two people, touched by every wave between them, so that two at the same moment take turns.
CREATE TABLE pair (low_id UUID, high_id UUID, touched BIGINT);
CREATE TABLE talk (talk_id UUID, name VARCHAR, started_at TIMESTAMPTZ, started_by UUID, low_id UUID, high_id UUID);
CREATE TABLE talk_member (talk_id UUID, member_id UUID, joined_at TIMESTAMPTZ, left_at TIMESTAMPTZ, muted BOOLEAN, read_at TIMESTAMPTZ);
CREATE TABLE message (message_id UUID, talk_id UUID, from_id UUID, words VARCHAR, sent_at TIMESTAMPTZ);
CREATE TABLE report (
    report_id UUID, reporter_id UUID, about_id UUID, place VARCHAR, reason VARCHAR, words VARCHAR, context VARCHAR, sent_at TIMESTAMPTZ,
    state VARCHAR, outcome VARCHAR, outcome_words VARCHAR, answered_at TIMESTAMPTZ, answered_by UUID,
    appeal VARCHAR, appealed_at TIMESTAMPTZ, appeal_answer VARCHAR, appeal_answered_at TIMESTAMPTZ
);
CREATE TABLE report_note (note_id UUID, report_id UUID, staff_id UUID, words VARCHAR, written_at TIMESTAMPTZ);
-- What a member must read before she goes on.
CREATE TABLE notice (notice_id UUID, member_id UUID, report_id UUID, words VARCHAR, sent_at TIMESTAMPTZ, read_at TIMESTAMPTZ);
-- All that staff did to members and looked at of theirs. Each row carries the hash of the one before it; none is ever changed.
CREATE TABLE staff_log (
    number BIGINT, noted_at TIMESTAMPTZ, staff_id UUID, act VARCHAR, about_id UUID, detail VARCHAR, before VARCHAR, hash VARCHAR
);
-- When each member did what is limited: one row for a member and an act, which every use changes.
CREATE TABLE rate_use (member_id UUID, act VARCHAR, uses TIMESTAMPTZ[]);
-- Keys that never leave the database: for the shuffle inside a band and for passes to tiles.
CREATE TABLE secret (name VARCHAR, value BLOB);
-- The last day on which somebody was here; nothing finer is kept.
CREATE TABLE active_day (member_id UUID, day DATE);
