-- To how many people each of these was shown since a day, and whether this member was one of them.
SELECT member_id, count(*) AS shown, bool_or(viewer_id = $looking) AS to_her
FROM suggested_member
WHERE day > $since AND member_id IN (SELECT unnest($ids::UUID[]))
GROUP BY member_id
