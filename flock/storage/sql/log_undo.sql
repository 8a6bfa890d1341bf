-- Members who came with it stay where they have done something since.
DELETE FROM interaction WHERE import_id IN (SELECT import_id FROM log_import WHERE state = 'undoing');
DELETE FROM member
WHERE member_id IN (SELECT member_id FROM log_member JOIN log_import USING (import_id) WHERE state = 'undoing')
    AND member_id NOT IN (SELECT actor_id FROM interaction)
    AND member_id NOT IN (SELECT towards_id FROM interaction WHERE towards_id IS NOT NULL);
DELETE FROM log_member WHERE import_id IN (SELECT import_id FROM log_import WHERE state = 'undoing');
DELETE FROM log_meetup WHERE import_id IN (SELECT import_id FROM log_import WHERE state = 'undoing');
UPDATE log_import SET state = 'undone', undone_at = now() WHERE state = 'undoing';
