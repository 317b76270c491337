"""Files: declared, uploaded past this service straight into the store, checked, sealed."""

from kit.service import Service
from services.evidence.bucket import client
from services.evidence.keeping import doors as keeping
from services.evidence.leads import doors as leads
from services.evidence.marking import doors as marking
from services.evidence.printing import doors as printing
from services.evidence.proving import doors as proving
from services.evidence.reuse import doors as reuse
from services.evidence.rounds import doors as rounds
from services.evidence.sealing import doors as sealing
from services.evidence.sealing import examination
from services.evidence.showing import doors as showing
from services.evidence.sites import doors as sites
from services.evidence.sweeping import doors as sweeping
from services.evidence.uploading import doors as uploading
from services.evidence.wanting import doors as wanting


class Evidence(Service):
    """What is held as proof, that it is what was declared, and what became of it."""

    name = "evidence"
    checks = {"object store": client.reachable, "checking process": examination.ready}
    tables = (
        *(uploading.TABLE, sealing.TABLE, showing.TABLE),
        *(sweeping.TABLE, leads.TABLE, proving.TABLE, reuse.TABLE),
        *(wanting.TABLE, sites.TABLE),
        *(keeping.TABLE, rounds.TABLE, marking.TABLE, printing.TABLE),
    )
