-- One row a member whom everyone signed in may see; nobody else is counted on a map.
SELECT home_cell, count(*) AS members
FROM member
WHERE seen_by = 'everyone' AND home_cell IS NOT NULL
    AND member_id NOT IN (SELECT member_id FROM standing WHERE since <= $now AND (until IS NULL OR until > $now))
    AND member_id NOT IN (SELECT member_id FROM account WHERE admitted_at IS NULL)
GROUP BY home_cell
