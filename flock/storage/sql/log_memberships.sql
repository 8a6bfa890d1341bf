-- Who belongs to which group, as far as that is not known already.
SELECT told.group_key, told.member_id, told.joined_on
FROM (
    SELECT $tool || ':' || log_people.group_key AS group_key, member_id, min(log_people.joined_on) AS joined_on
    FROM log_people
    JOIN log_person USING (key)
    WHERE log_people.group_key IS NOT NULL AND member_id IS NOT NULL
    GROUP BY ALL
) AS told
ANTI JOIN log_group_member AS here ON here.group_key = told.group_key AND here.member_id = told.member_id
