-- What lets a member in. Without a row here nobody can sign in as her; the sample's people have none.
-- `email` is in small letters and was verified. `rules` is the version she accepted, `seen_by` whom she chose at the gate,
-- `welcomed_at` when a lead said yes to her, `admitted_at` when she had passed the gate, `moved_at` her last real move.
CREATE TABLE account (
    member_id UUID, email VARCHAR, vouch_code VARCHAR, valid_after TIMESTAMPTZ, rules VARCHAR, seen_by VARCHAR,
    welcomed_at TIMESTAMPTZ, admitted_at TIMESTAMPTZ, moved_at TIMESTAMPTZ, import_id UUID
);
-- What a provider of sign-in calls her: issuer and subject, never the e-mail.
CREATE TABLE identity (identity VARCHAR, member_id UUID, linked_at TIMESTAMPTZ);
-- Sign-ins that were ended by signing out; kept until they would have run out by themselves.
CREATE TABLE ended_sign_in (fingerprint VARCHAR, member_id UUID, ended_at TIMESTAMPTZ);
-- «company», «open» or NULL for «not now», which it falls back to by itself.
ALTER TABLE member ADD COLUMN status VARCHAR;
ALTER TABLE member ADD COLUMN status_until TIMESTAMPTZ;
CREATE TABLE photo (photo_id UUID, member_id UUID, content BLOB, added_at TIMESTAMPTZ);
-- Addresses that work once and for minutes: of an export that she asked for. Only a hash of each is kept.
CREATE TABLE one_time_pass (fingerprint VARCHAR, member_id UUID, purpose VARCHAR, until TIMESTAMPTZ);
-- A table of members that a lead brought in. Nothing of the file itself is kept.
CREATE TABLE member_import (
    import_id UUID, lead_id UUID, file_name VARCHAR, imported_at TIMESTAMPTZ, undone_at TIMESTAMPTZ, created INTEGER, known INTEGER,
    rejected INTEGER
);
