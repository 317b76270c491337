"""The proof that nothing was lost on the way; with a campaign it begins."""

from contracts import scoring, tasks
from contracts.orders import scoring as orders
from kit.table import Table, command, due, hears, to
from services.scoring.audits import audit, looks
from services.scoring.audits.store import AUDITS
from services.scoring.campaigns.looks import year_of
from services.scoring.campaigns.store import YEARS
from services.scoring.campaigns.year import campaign_opened
from services.scoring.facts.store import SCORES

TABLE: Table = (
    hears(
        tasks.CampaignOpened,
        to(YEARS, campaign_opened, at=year_of, creates=True),
        to(AUDITS, audit.begin, at=looks.audits_of, creates=True),
    ),
    hears(
        scoring.RepairOrdered,
        to(
            SCORES,
            audit.repair,
            at=looks.repairs,
            gather=looks.gather_repair,
            creates=True,
        ),
    ),
    command(
        orders.Recompute, AUDITS, audit.recompute, at=looks.at, gather=looks.gather, creates=True
    ),
    due("audited", AUDITS, looks.audited, gather=looks.gather_nightly, lease=600),
)
