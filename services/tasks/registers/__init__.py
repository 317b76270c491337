"""Registers (台账), the calendar of duties, and material demanded once."""
