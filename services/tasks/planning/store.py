"""Campaigns, the standards that they follow, and their decompositions."""

from kit.aggregate import Aggregate
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.decomposition import Decomposition
from services.tasks.planning.standard import Standard

STANDARDS = Aggregate("standards", Standard, unchanging=True)
CAMPAIGNS = Aggregate("campaigns", Campaign, unchanging=True)
DECOMPOSITIONS = Aggregate("decompositions", Decomposition)
