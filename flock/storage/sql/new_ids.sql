SELECT uuidv7() FROM range($number)
