"""Every component in every state: what tests, screenshots and designers look at."""
