"""Standards: drafted, published, never edited; and the rules that they are made of."""

from contracts.orders import scoring as orders
from kit.wiring import command, query
from services.scoring import lookups
from services.scoring.domain.standards import dryrun, publishing
from services.scoring.domain.wording import trying
from services.scoring.queries import standards as queries
from services.scoring.store import STANDARDS


class Standards:
    import_standard = command(
        orders.ImportStandard,
        STANDARDS,
        publishing.import_,
        at="version",
        creates=True,
        roles=("city_office",),
        aside=True,
    )
    publish_standard = command(
        orders.PublishStandard,
        STANDARDS,
        publishing.publish,
        at="version",
        gather=lookups.in_force,
        roles=("city_office",),
    )
    standard_of = query(orders.StandardOf, queries.standard_of)
    standards = query(orders.Standards, queries.standards)
    standard_sheet = query(orders.StandardSheet, queries.standard_sheet)
    dry_run = query(orders.DryRun, queries.draft_of, roles=("city_office",), aside=dryrun.dry_run)
    rule_schema = query(orders.RuleSchema, queries.rule_schema)
    rule_grammar = query(orders.RuleGrammar, queries.rule_grammar)
    try_rule = query(orders.TryRule, queries.nothing, aside=trying.try_rule)
