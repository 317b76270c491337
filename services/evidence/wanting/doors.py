"""A standard is published, a task is charged."""

from contracts import scoring, tasks
from kit.table import Table, hears, to
from services.evidence.wanting import wanted
from services.evidence.wanting.store import CHARGES, WANTINGS

TABLE: Table = (
    hears(
        scoring.StandardPublished,
        to(WANTINGS, wanted.keep_wanting, at="version", creates=True),
    ),
    hears(tasks.TaskAssigned, to(CHARGES, wanted.keep_charge, at="task", creates=True)),
)
