UPDATE staff_log_end SET number = $number, hash = $hash
