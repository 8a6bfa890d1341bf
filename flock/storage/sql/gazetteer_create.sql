-- Positions are millionths of a degree, which pack tighter than floats. A code has no space: BS43EH.
CREATE TABLE postcode (code VARCHAR, lat INTEGER, lon INTEGER, authority VARCHAR);
-- Sectors (BS4 3) and outward codes (BS4), and what a full postcode inside them is worth.
CREATE TABLE area (code VARCHAR, lat DOUBLE, lon DOUBLE, precision_m DOUBLE, postcode_precision_m DOUBLE);
CREATE TABLE town (
    town_id BIGINT, name VARCHAR, lat DOUBLE, lon DOUBLE, country VARCHAR, admin1 VARCHAR, authority VARCHAR, population BIGINT
);
-- Names as keys, one row a name; `own` marks the name that the town goes by.
CREATE TABLE town_name (name VARCHAR, town_id BIGINT, own BOOLEAN);
CREATE TABLE gazetteer_source (source VARCHAR, version VARCHAR);
