"""A site is kept, given up, listed."""

from contracts.orders import evidence as orders
from kit.table import NEW, Table, command, query
from services.evidence.sites import answers, looks, site
from services.evidence.sites.store import SITES

TABLE: Table = (
    command(orders.KeepSite, SITES, site.keep_site, at=NEW, gather=looks.for_keep, creates=True),
    command(orders.DropSite, SITES, site.drop_site, at="site"),
    query(orders.Sites, answers.sites),
)
