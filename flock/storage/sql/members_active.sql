-- When each of these was here last.
SELECT member_id, max(day) AS day
FROM active_day
WHERE member_id IN (SELECT unnest($ids::UUID[]))
GROUP BY member_id
