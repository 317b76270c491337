"""What scoring knows of an item, and what each event does to it; the log of the events."""
