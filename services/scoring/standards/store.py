"""Versions of the standard."""

from kit.aggregate import Aggregate
from services.scoring.standards.publishing import Published

STANDARDS = Aggregate("standards", Published)
