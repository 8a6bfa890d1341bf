-- Whom she blocked and who blocked her; nobody learns which.
SELECT blocked_id FROM block WHERE blocker_id = $looking
UNION
SELECT blocker_id FROM block WHERE blocked_id = $looking
