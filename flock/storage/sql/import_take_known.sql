-- Put what is changed under the id of its place, with what that knows and the row does not say.
UPDATE import_stage
SET
    venue_id = venue.venue_id,
    address = coalesce(import_stage.address, venue.address),
    town = coalesce(import_stage.town, venue.town),
    postcode = coalesce(import_stage.postcode, venue.postcode),
    country = coalesce(import_stage.country, venue.country),
    hours = coalesce(import_stage.hours, venue.hours),
    url = coalesce(import_stage.url, venue.url),
    phone = coalesce(import_stage.phone, venue.phone),
    seats = coalesce(import_stage.seats, venue.seats),
    photo_url = coalesce(import_stage.photo_url, venue.photo_url),
    source = coalesce(import_stage.source, venue.source),
    licence = coalesce(import_stage.licence, venue.licence),
    checked_on = coalesce(import_stage.checked_on, venue.checked_on),
    facts = list_sum([
        CASE WHEN import_stage.facts & fact.silent <> 0 THEN venue.facts ELSE import_stage.facts END & fact.mask
        FOR fact IN $facts
    ])::BIGINT,
    search_text = concat_ws(
        ' ', import_stage.search_text,
        CASE WHEN import_stage.town IS NULL THEN lower(strip_accents(venue.town)) END,
        CASE WHEN import_stage.postcode IS NULL THEN lower(strip_accents(venue.postcode)) END,
        CASE WHEN import_stage.address IS NULL THEN lower(strip_accents(venue.address)) END
    )
FROM import_outcome JOIN venue USING (venue_id)
WHERE import_outcome.line = import_stage.line AND outcome = 'updated'
