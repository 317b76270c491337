"""How it is kept."""

from kit.aggregate import Aggregate
from services.evidence.wanting.wanted import Charge, Wanting

WANTINGS = Aggregate("wantings", Wanting, unchanging=True)
CHARGES = Aggregate("charges", Charge)
