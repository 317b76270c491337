"""Who is told what, through which channel, and whether it arrived: the wiring."""

from contracts import tasks
from contracts.envelope import Fact
from contracts.orders import notify as orders
from kit.table import Hearing, Service, Table, command, due, hears, query, to
from services.notify import post, queries, recipients
from services.notify.audiences import AUDIENCES
from services.notify.domain import delivery, directory
from services.notify.store import DELIVERIES, PERSONS, PLACES


def told(fact: type[Fact]) -> Hearing:
    """One delivery for each person of the fact's audience and each channel.

    Who is known is told before it is asked whether someone is missing: so nobody waits for
    another's appointment, and nobody is forgotten.
    """
    return hears(
        fact,
        to(DELIVERIES, delivery.tell, at=recipients.deliveries, fresh=True),
        gather=recipients.told,
        afterwards=recipients.nobody_missing,
    )


TABLE: Table = (
    hears(tasks.PersonAppointed, to(PERSONS, directory.appoint, at="account", creates=True)),
    hears(tasks.DistrictFounded, to(PLACES, directory.name_place, at="district", creates=True)),
    hears(
        tasks.UnitRegistered,
        to(PLACES, directory.name_place, at=directory.place_of_unit, creates=True),
    ),
    *map(told, AUDIENCES),
    due("deliver", DELIVERIES, delivery.attempted, gather=post.attempt, lease=post.LEASE),
    command(orders.MarkRead, DELIVERIES, delivery.mark_read, at="delivery"),
    query(orders.Inbox, queries.inbox),
)


class Notify(Service):
    """Who is told what, when, and through which channel."""

    name = "notify"
    tables = (TABLE,)
