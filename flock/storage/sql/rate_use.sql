-- Uses that lie ahead were noted before the clock was set back, and do not count; servers' clocks may be two minutes apart.
UPDATE rate_use
SET uses = list_append(list_filter(uses, lambda used: used > $since AND used <= $now::TIMESTAMPTZ + INTERVAL 2 MINUTE), $now)
WHERE member_id = $member_id AND act = $act AND len(list_filter(uses, lambda used: used > $since AND used <= $now::TIMESTAMPTZ + INTERVAL 2 MINUTE)) < $most
