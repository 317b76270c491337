"""What the scoring service answers, room by room."""
