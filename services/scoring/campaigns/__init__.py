"""Campaigns: which standard counts in which year, and for whom."""
