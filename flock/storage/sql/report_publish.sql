INSERT INTO public_report VALUES (uuidv7(), $published_by, now(), NULL, $content)
