-- What the sample's files do not say and follows from them: who was here when, who vouches for whom, and the circles of towns.
INSERT INTO active_day BY NAME
SELECT actor_id AS member_id, max(happened_at)::DATE AS day
FROM interaction
WHERE sample
GROUP BY actor_id;
-- Those who worked beside each other three times vouch for each other.
INSERT INTO vouch BY NAME
SELECT actor_id AS voucher_id, towards_id AS member_id, max(happened_at) AS vouched_at
FROM interaction
WHERE sample AND kind IN ('co_attendance', 'joint_booking') AND towards_id IS NOT NULL
GROUP BY actor_id, towards_id
HAVING count(*) >= 3;
INSERT INTO member_group BY NAME
SELECT uuidv7() AS group_id, true AS sample, name, started_at
FROM (
    SELECT venue.town || ' circle' AS name, min(happened_at) AS started_at
    FROM interaction
    JOIN venue ON venue.venue_id = interaction.venue_id
    WHERE interaction.sample AND meetup IS NOT NULL AND venue.town IS NOT NULL
    GROUP BY venue.town
    HAVING count(DISTINCT actor_id) >= 5
);
-- In a town's circle is who came there at least twice.
INSERT INTO group_member BY NAME
SELECT group_id, actor_id AS member_id, min(happened_at) AS joined_at
FROM interaction
JOIN venue ON venue.venue_id = interaction.venue_id
JOIN member_group ON member_group.name = venue.town || ' circle' AND member_group.sample
WHERE interaction.sample AND meetup IS NOT NULL
GROUP BY group_id, actor_id
HAVING count(DISTINCT meetup) >= 2;
