-- What the measures of the community are computed from, a day at a time. All of it follows from the log: a day is computed
-- again when `log_day` no longer says what the log holds for it, and for no other reason.
CREATE TABLE log_day (day DATE, rows BIGINT, mark UBIGINT);
-- Small whole numbers stand for members in what follows.
CREATE TABLE member_number (member_id UUID, number INTEGER);
-- What a member did on a day.
CREATE TABLE act_day (
    day DATE, member INTEGER, online INTEGER, in_person INTEGER, posts INTEGER, written INTEGER, hosted INTEGER
);
CREATE TABLE act_month (
    month DATE, member INTEGER, online INTEGER, in_person INTEGER, first_day DATE, first_post DATE
);
-- What a member did towards another on a day. What holds both ways, such as having met, stands here both ways.
CREATE TABLE tie_day (day DATE, actor INTEGER, towards INTEGER, online BOOLEAN, acts INTEGER, weight DOUBLE);
-- Who said that day that she would come to a meetup, and who was there.
CREATE TABLE meetup_day (day DATE, meetup VARCHAR, member INTEGER, going BOOLEAN, attended BOOLEAN);
