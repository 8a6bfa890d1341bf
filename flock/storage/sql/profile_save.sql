UPDATE member
SET
    name = $name, does = $does, works = $works, style = $style, languages = $languages, can_help = $can_help,
    wants_to_learn = $wants_to_learn, interests = $interests
WHERE member_id = $member_id
