"""Registers (台账)."""
