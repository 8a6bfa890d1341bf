-- Who exists for the member $looking at $now: the one predicate that every question about members begins with.
-- `visible` is whom she may find; `known` adds those who waved to her or whom she talks with, who have shown themselves.
gone AS (
    SELECT member_id FROM standing WHERE until IS NULL OR until > $now
    UNION
    SELECT member_id FROM account WHERE admitted_at IS NULL
),
apart AS (
    SELECT blocked_id AS member_id FROM block WHERE blocker_id = $looking
    UNION
    SELECT blocker_id AS member_id FROM block WHERE blocked_id = $looking
),
-- How many must vouch for somebody: three, or half of a community that is smaller than that.
enough AS (
    SELECT least(3, greatest(1, count(*) // 2)) AS vouches FROM member
),
vouched_for AS (
    SELECT vouch.member_id, voucher_id
    FROM vouch
    WHERE revoked_at IS NULL AND voucher_id NOT IN (SELECT member_id FROM gone)
),
together AS (
    SELECT DISTINCT other.member_id
    FROM group_member AS own
    JOIN group_member AS other ON other.group_id = own.group_id
    WHERE own.member_id = $looking
),
-- Nobody, where she is hidden herself or not here: invisible people cannot browse others.
me AS (
    SELECT
        sample,
        (SELECT count(DISTINCT voucher_id) FROM vouched_for WHERE vouched_for.member_id = $looking) >= (SELECT vouches FROM enough) AS is_vouched
    FROM member
    WHERE member_id = $looking AND seen_by <> 'nobody' AND member_id NOT IN (SELECT member_id FROM gone)
),
others AS (
    SELECT *
    FROM {among} AS member
    WHERE member_id <> $looking
        AND member_id NOT IN (SELECT member_id FROM gone)
        AND member_id NOT IN (SELECT member_id FROM apart)
),
visible AS (
    SELECT others.*
    FROM others
    JOIN me ON me.sample = others.sample
    WHERE seen_by = 'everyone'
        OR (seen_by = 'vouched' AND me.is_vouched)
        OR (seen_by = 'groups' AND member_id IN (SELECT member_id FROM together))
),
known AS (
    SELECT *
    FROM others
    WHERE member_id IN (SELECT member_id FROM visible)
        OR member_id IN (SELECT from_id FROM wave WHERE to_id = $looking AND answer IS NULL AND expires_at > $now)
        OR member_id IN (
            SELECT other.member_id
            FROM talk_member AS own
            JOIN talk_member AS other ON other.talk_id = own.talk_id
            WHERE own.member_id = $looking AND own.left_at IS NULL AND other.left_at IS NULL
        )
)
