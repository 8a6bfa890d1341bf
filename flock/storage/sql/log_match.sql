-- Who is who: by the key that Flock knows, by the key an import of the same tool gave, or by a name that only one member has.
CREATE OR REPLACE TEMP TABLE log_person AS
WITH mentioned AS (
    SELECT who AS key, happened_at FROM log_stage
    UNION ALL
    SELECT towards, happened_at FROM log_stage WHERE towards IS NOT NULL
    UNION ALL
    SELECT key, NULL FROM log_people
),
person AS (
    SELECT key, min(happened_at) AS first_at, count(happened_at) AS acts FROM mentioned GROUP BY key
),
described AS (
    SELECT key, any_value(name) AS name, min(joined_on) AS joined_on FROM log_people GROUP BY key
),
named AS (
    SELECT lower(name) AS name, any_value(member_id) AS member_id, count(*) AS members
    FROM member
    WHERE sample = $sample AND member_id NOT IN (SELECT member_id FROM log_member)
    GROUP BY lower(name)
),
keyed AS (
    SELECT member_key, any_value(member_id) AS member_id
    FROM member
    WHERE sample = $sample
    GROUP BY member_key
),
matched AS (
    SELECT
        person.key, person.acts, described.name, coalesce(described.joined_on, CAST(person.first_at AS DATE)) AS joined_on,
        coalesce(
            own.member_id, before.member_id, hidden.member_id, CASE WHEN named.members = 1 THEN named.member_id END
        ) AS known_id,
        coalesce(named.members, 0) > 1 AS is_ambiguous
    FROM person
    LEFT JOIN described USING (key)
    LEFT JOIN keyed AS own ON own.member_key = person.key
    LEFT JOIN keyed AS before ON before.member_key = $tool || ':' || person.key
    LEFT JOIN keyed AS hidden ON hidden.member_key = $tool || ':' || left(sha256((SELECT salt FROM log_salt) || person.key), 32)
    LEFT JOIN named ON named.name = lower(coalesce(described.name, person.key))
)
SELECT
    key, acts, is_ambiguous, known_id IS NULL AS is_unknown,
    CASE WHEN known_id IS NULL AND $unknown <> 'leave' THEN uuidv7() ELSE known_id END AS member_id,
    CASE WHEN $unknown = 'pseudonyms' THEN $tool || ':' || left(sha256((SELECT salt FROM log_salt) || key), 32) ELSE $tool || ':' || key END AS member_key,
    CASE
        WHEN $unknown = 'pseudonyms' THEN 'Guest ' || ($guests + row_number() OVER (PARTITION BY known_id IS NULL ORDER BY joined_on, key))
        ELSE coalesce(nullif(name, ''), key)
    END AS name,
    coalesce(joined_on, current_date) AS joined_on
FROM matched
