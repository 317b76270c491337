"""Standards: drafted, published, never edited."""

from contracts.orders import scoring as orders
from kit.wiring import command, query
from services.scoring import queries
from services.scoring.domain import publishing
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
        orders.PublishStandard, STANDARDS, publishing.publish, at="version", roles=("city_office",)
    )
    standard_of = query(orders.StandardOf, queries.standard_of)
    rule_schema = query(orders.RuleSchema, queries.rule_schema)
