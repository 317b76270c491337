"""Vetoes (一票否决): outside the total."""
