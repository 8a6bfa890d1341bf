UPDATE rate_use
SET uses = list_append(list_filter(uses, lambda used: used > $since), $now)
WHERE member_id = $member_id AND act = $act AND len(list_filter(uses, lambda used: used > $since)) < $most
