SELECT uuidv7()
