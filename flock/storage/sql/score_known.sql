SELECT month, file_name FROM score_month JOIN score_import USING (import_id)
