"""Standards: drafted, published, never edited; and the rules that they are made of."""

from contracts.orders import scoring as orders
from kit.wiring import command, query
from services.scoring import lookups
from services.scoring.domain.standards import publishing
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
    dry_run = query(orders.DryRun, queries.dry_run, roles=("city_office",))
    rule_schema = query(orders.RuleSchema, queries.rule_schema)
    rule_grammar = query(orders.RuleGrammar, queries.rule_grammar)
    try_rule = query(orders.TryRule, queries.try_rule)
