-- Groups of another tool and who belongs to them, as a log that was brought in tells: for the leads' figures, and never for who
-- sees whom, which rests on member_group alone.
CREATE TABLE log_group (import_id UUID, group_key VARCHAR, name VARCHAR);
CREATE TABLE log_group_member (import_id UUID, group_key VARCHAR, member_id UUID, joined_on DATE);
-- Scores of the SCI-2 that a lead brought in: of a month how many answered and their means, and nothing of a single person.
CREATE TABLE score_import (
    import_id UUID, file_name VARCHAR, who_id UUID, who VARCHAR, sample BOOLEAN, imported_at TIMESTAMPTZ, undone_at TIMESTAMPTZ
);
CREATE TABLE score_month (
    import_id UUID, month DATE, people INTEGER, needs DOUBLE, membership DOUBLE, influence DOUBLE, bond DOUBLE, total DOUBLE,
    total_sd DOUBLE
);
