INSERT INTO score_import (import_id, file_name, who_id, who, sample, imported_at)
VALUES ($import_id, $file_name, $who_id, $who, $sample, $now)
