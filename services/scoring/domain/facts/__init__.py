"""What scoring knows of an item, and what each event does to it; the log, and the replay of it."""
