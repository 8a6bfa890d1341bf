-- Who wants nothing to do with whom, by number, and both ways.
SELECT DISTINCT unnest([one.number, other.number]) AS member, unnest([other.number, one.number]) AS other
FROM block
JOIN member_number AS one ON one.member_id = blocker_id
JOIN member_number AS other ON other.member_id = blocked_id
ORDER BY ALL
