"""Inspections, findings and what follows from them."""
