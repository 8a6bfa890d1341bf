-- Another number whenever anything changed that the roster is made of.
SELECT
    (SELECT sum(hash(member)) FROM member),
    (SELECT sum(hash(meeting_wish)) FROM meeting_wish),
    (SELECT sum(hash(vouch)) FROM vouch),
    (SELECT sum(hash(group_member)) FROM group_member),
    (SELECT sum(hash(member_id)) FROM standing WHERE since <= $now AND (until IS NULL OR until > $now)),
    (SELECT count(*) FROM account WHERE admitted_at IS NULL),
    (SELECT sum(hash(active_day)) FROM active_day),
    (SELECT max(settled_on) FROM cells_settled)
