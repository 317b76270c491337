"""From bytes in the store to sealed or refused: turns, checks and locks."""
