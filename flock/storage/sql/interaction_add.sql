INSERT INTO interaction BY NAME
SELECT
    uuidv7() AS interaction_id, $sample AS sample, $happened_at::TIMESTAMPTZ AS happened_at, $kind AS kind,
    $actor_id::UUID AS actor_id, $towards_id::UUID AS towards_id, $online AS online, $thread AS thread, $meetup AS meetup,
    $venue_id::UUID AS venue_id
