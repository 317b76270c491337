"""The keys of this process."""

from functools import cache

from services.evidence import settings
from services.evidence.proving.keys import ProofKey


@cache
def own_key() -> ProofKey:
    return ProofKey(settings.PROOF_KEY())
