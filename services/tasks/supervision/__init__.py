"""Inspections, findings, rectification, slips, appeals and accountability."""
