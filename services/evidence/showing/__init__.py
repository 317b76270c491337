"""Who may see a piece of evidence, and what is told of it."""
