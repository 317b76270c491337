"""Where the pages of rules stand."""

from contracts.roles import BRINGERS
from gateway.console.frame.navigation import Entry, Under
from gateway.console.rules import drafts, grammar

ENTRIES = (Entry("admin", "/console/rules", "nav.rules", BRINGERS, at=30),)
UNDER = (Under("/console/rules", "/console/tasks"),)
ROUTES = (
    ("GET", "/console/rules", grammar.grammar),
    ("POST", "/console/rules", grammar.try_rule),
    ("GET", "/console/rules/{version}", drafts.overview),
    ("GET", "/console/rules/{version}/{item}", drafts.desk),
    ("POST", "/console/rules/{version}/{item}", drafts.work),
)
