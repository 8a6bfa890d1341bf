INSERT INTO log_import (import_id, file_name, sha256, form, tool, who_id, who, sample, state, started_at)
VALUES ($import_id, $file_name, $sha256, $form, $tool, $who_id, $who, $sample, 'running', now())
