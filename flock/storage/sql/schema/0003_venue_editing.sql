-- What people changed on places, for ever: one row a field, only ever added to. `field` is a column of venue, or `position` for
-- lat, lon, precision_m and position_source together, written «51.45, -2.59, 0, given» (the time zone follows from it). Values are
-- the column's as text, NULL where not known. `cause` is edit, suggestion, merge, close or undo; what was changed at once shares
-- a change_id.
CREATE TABLE venue_edit (
    edit_id UUID, venue_id UUID, field VARCHAR, old_value VARCHAR, new_value VARCHAR,
    edited_at TIMESTAMPTZ, editor_id UUID, editor VARCHAR, cause VARCHAR, change_id UUID
);
-- Two places that were one: the lost one stays in venue, closed, so that imports still know it; its address leads to the kept one.
-- A merge that was undone has an undone_at and counts no more.
CREATE TABLE venue_merge (
    merge_id UUID, kept_id UUID, lost_id UUID, merged_at TIMESTAMPTZ, merger_id UUID, merger VARCHAR, undone_at TIMESTAMPTZ
);
-- Each row elsewhere that spoke of the lost place and was moved along, so that it can be moved back.
CREATE TABLE venue_merge_moved (merge_id UUID, table_name VARCHAR, row_id UUID);
-- What a member says is wrong or missing; `state` is waiting, approved or declined, `answer` is what she is told.
CREATE TABLE suggestion (
    suggestion_id UUID, venue_id UUID, member_id UUID, note VARCHAR, suggested_at TIMESTAMPTZ,
    state VARCHAR, decided_at TIMESTAMPTZ, decider_id UUID, decider VARCHAR, answer VARCHAR
);
-- The fields she would change, as in venue_edit; `accepted` is NULL while it waits.
CREATE TABLE suggestion_change (suggestion_id UUID, field VARCHAR, old_value VARCHAR, new_value VARCHAR, accepted BOOLEAN);
-- A member's yes or no to «Still right?» about one fact of a place as it was then. A day and no time: when she was there is hers.
-- A yes makes the place's own checked_on that day; `whole_on` keeps the day on which the place as a whole was checked.
CREATE TABLE fact_check (
    check_id UUID, venue_id UUID, field VARCHAR, value VARCHAR, still_right BOOLEAN, checked_on DATE, whole_on DATE, member_id UUID
);
