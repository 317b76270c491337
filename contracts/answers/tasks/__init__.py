"""What the tasks service answers, room by room."""
