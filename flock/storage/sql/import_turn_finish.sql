UPDATE import_batch SET state = $state, turn = turn + 1, turned_at = now(), turned_by = $who WHERE import_id = $import_id
