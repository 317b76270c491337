"""Ratios from one run: ``make bench``. Not a test: nothing here passes or fails."""
