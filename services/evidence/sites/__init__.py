"""Sensitive sites: kept by the city's office, shown to nobody else, and nothing taken in one."""
