"""Standards: drafted, published, never edited; and the rules that they are made of."""

from contracts.orders import scoring as orders
from kit.table import Table, command, query
from services.scoring.standards import (
    amending,
    answers,
    drafting,
    looks,
    previewing,
    publishing,
    trying,
)
from services.scoring.standards.store import STANDARDS

TABLE: Table = (
    command(
        orders.ImportStandard,
        STANDARDS,
        publishing.import_,
        at="version",
        creates=True,
        gather=looks.known_items,
        aside=True,
    ),
    command(
        orders.AmendStandard,
        STANDARDS,
        amending.amend,
        at="version",
        gather=looks.known_items,
        aside=True,
    ),
    command(
        orders.PublishStandard, STANDARDS, publishing.publish, at="version", gather=looks.in_force
    ),
    command(orders.DraftRule, STANDARDS, drafting.draft_rule, at="version", aside=True),
    query(orders.PreviewStandard, answers.standard_known, aside=previewing.preview),
    query(orders.StandardOf, answers.standard_of),
    query(orders.Standards, answers.standards),
    query(orders.StandardSheet, answers.standard_sheet),
    query(orders.RuleSchema, answers.rule_schema),
    query(orders.RuleGrammar, answers.rule_grammar),
    query(orders.TryRule, answers.nothing, aside=trying.try_rule),
)
