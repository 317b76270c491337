"""What is kept of wordings."""

from kit.aggregate import Aggregate
from services.notify.wording.wording import Wording

WORDINGS = Aggregate("wordings", Wording)
"""Key: the type of the fact."""
