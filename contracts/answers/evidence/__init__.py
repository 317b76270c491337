"""What the evidence service answers, room by room."""
