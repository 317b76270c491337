"""Questions, by room. Callers of a unit see what concerns it; other units' things do not exist."""
