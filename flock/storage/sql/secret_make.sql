INSERT INTO secret BY NAME
SELECT $name AS name, $value::BLOB AS value
WHERE NOT EXISTS (SELECT 1 FROM secret WHERE secret.name = $name)
