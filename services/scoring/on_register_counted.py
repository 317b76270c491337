"""The register (点位表) gives a ratio or count item its numbers."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.register_counted)
