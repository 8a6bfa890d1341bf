-- The moment of new words in a talk: after the words before them, whatever was done to the clock since.
SELECT greatest($now, max(sent_at) + INTERVAL 1 MICROSECOND) AT TIME ZONE 'UTC' AS sent_at FROM message WHERE talk_id = $talk_id
