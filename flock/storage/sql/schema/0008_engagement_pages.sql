-- A log that a lead brought in from another tool, and which acts and members came with it, so that it can be undone.
CREATE TABLE log_import (
    import_id UUID, file_name VARCHAR, sha256 VARCHAR, form VARCHAR, tool VARCHAR, who_id UUID, who VARCHAR, sample BOOLEAN,
    state VARCHAR, started_at TIMESTAMPTZ, finished_at TIMESTAMPTZ, undone_at TIMESTAMPTZ,
    rows BIGINT, taken BIGINT, duplicates BIGINT, rejected BIGINT, skipped BIGINT, acts BIGINT, members BIGINT
);
ALTER TABLE interaction ADD COLUMN import_id UUID;
CREATE TABLE log_member (import_id UUID, member_id UUID);
-- What another tool says of where its meetups were.
CREATE TABLE log_meetup (import_id UUID, meetup VARCHAR, place VARCHAR, people BIGINT);
-- What leads suggest to two members. Each answers for herself; nobody is told the other's no.
CREATE TABLE introduction (
    introduction_id UUID, sample BOOLEAN, member_id UUID, other_id UUID, suggested_by UUID, suggested_at TIMESTAMPTZ,
    effect VARCHAR, withdrawn_at TIMESTAMPTZ
);
CREATE TABLE introduction_answer (introduction_id UUID, member_id UUID, answer VARCHAR, answered_at TIMESTAMPTZ);
-- Answers to the belonging pulse. Who answered stands apart from what was answered, and the answer has a month but no moment.
CREATE TABLE pulse_turn (member_id UUID, month DATE);
CREATE TABLE pulse_answer (sample BOOLEAN, month DATE, membership INTEGER, influence INTEGER, needs INTEGER, bond INTEGER);
-- What a lead has seen to among the alerts, so that it is not told twice.
CREATE TABLE alert_done (kind VARCHAR, about VARCHAR, done_by UUID, done_at TIMESTAMPTZ);
-- The report as it was when a lead published it. Nothing of it is computed when strangers look.
CREATE TABLE public_report (report_id UUID, published_by UUID, published_at TIMESTAMPTZ, withdrawn_at TIMESTAMPTZ, content VARCHAR);
-- Makes pseudonyms that nobody can work out from a list of names.
CREATE TABLE log_salt (salt VARCHAR);
INSERT INTO log_salt VALUES (CAST(uuid() AS VARCHAR));
