"""Standards: drafted, published, never edited; and the rules that they are made of."""

from contracts.orders import scoring as orders
from kit.table import Table, command, query
from services.scoring import lookups
from services.scoring.forecasts import dryrun
from services.scoring.queries import standards as queries
from services.scoring.standards import publishing, trying
from services.scoring.standards.store import STANDARDS

TABLE: Table = (
    command(
        orders.ImportStandard,
        STANDARDS,
        publishing.import_,
        at="version",
        creates=True,
        roles=("city_office",),
        aside=True,
    ),
    command(
        orders.PublishStandard,
        STANDARDS,
        publishing.publish,
        at="version",
        gather=lookups.in_force,
        roles=("city_office",),
    ),
    query(orders.StandardOf, queries.standard_of),
    query(orders.Standards, queries.standards),
    query(orders.StandardSheet, queries.standard_sheet),
    query(orders.DryRun, queries.draft_of, roles=("city_office",), aside=dryrun.dry_run),
    query(orders.RuleSchema, queries.rule_schema),
    query(orders.RuleGrammar, queries.rule_grammar),
    query(orders.TryRule, queries.nothing, aside=trying.try_rule),
)
