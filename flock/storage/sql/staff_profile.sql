-- A profile as staff see it, who log that they looked: what others see, without the home.
SELECT name, does, works, style, languages, can_help, wants_to_learn, interests, seen_by, role, joined_on
FROM member
WHERE member_id = $member_id
