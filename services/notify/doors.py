"""Who is told what, through which channel, and whether it arrived: the wiring."""

from contracts import tasks
from contracts.envelope import Fact
from contracts.orders import notify as orders
from kit.table import NEW, Hearing, Table, command, due, hears, query, to
from services.notify import access, answers, choosing, delivery, directory, looks, samples
from services.notify.audiences import AUDIENCES
from services.notify.hooks import looks as hook_looks
from services.notify.hooks import push
from services.notify.hooks.store import HOOK_DELIVERIES
from services.notify.store import DELIVERIES, PERSONS, PLACES
from services.notify.wording import answers as texts
from services.notify.wording import wording
from services.notify.wording.store import WORDINGS

LEASE = 300
"""Seconds for which one replica holds a message that it tries: longer than the longest session; of
mail, which waits at most 13 times (connect, greeting … farewell) for SMTP_SECONDS."""


def telling(fact: type[Fact]) -> Hearing:
    """One delivery for each person of the fact's audience and each channel, and one for each
    program that asked for it.

    Who is known is told before it is asked whether someone is missing: so nobody waits for
    another's appointment, and nobody is forgotten.
    """
    return hears(
        fact,
        to(DELIVERIES, delivery.tell, at=looks.deliveries, fresh=True),
        to(HOOK_DELIVERIES, push.tell, at=hook_looks.deliveries, fresh=True),
        gather=looks.for_telling,
        afterwards=looks.nobody_missing,
    )


TABLE: Table = (
    hears(tasks.PersonAppointed, to(PERSONS, directory.appoint, at="account", creates=True)),
    hears(tasks.DistrictFounded, to(PLACES, directory.name_place, at="district", creates=True)),
    hears(
        tasks.UnitRegistered,
        to(PLACES, directory.name_place, at=directory.place_of_unit, creates=True),
    ),
    *map(telling, AUDIENCES),
    due("deliver", DELIVERIES, delivery.fell_due, gather=looks.for_due, lease=LEASE),
    command(orders.MarkRead, DELIVERIES, delivery.mark_read, at="delivery"),
    command(orders.Acknowledge, DELIVERIES, delivery.acknowledge, at="delivery"),
    command(orders.MarkAllRead, PERSONS, choosing.read_all, at=looks.own_account),
    command(
        orders.ChooseNotices,
        PERSONS,
        choosing.choose,
        at=looks.own_account,
        gather=looks.for_choosing,
    ),
    command(
        orders.MailLink,
        DELIVERIES,
        access.mail_link,
        at=NEW,
        gather=looks.for_mailing,
        creates=True,
    ),
    command(orders.ReachPerson, PERSONS, directory.reach, at="account", creates=True),
    command(
        orders.SetWording,
        WORDINGS,
        wording.set_wording,
        at="kind",
        gather=samples.for_wording,
        creates=True,
    ),
    command(
        orders.RestoreWording,
        WORDINGS,
        wording.restore,
        at="kind",
        gather=samples.for_wording,
        creates=True,
    ),
    query(orders.Inbox, answers.inbox),
    query(orders.MessageOf, answers.message_of),
    query(orders.UnreadCount, answers.unread_count),
    query(orders.NoticeChoices, answers.notice_choices),
    query(orders.MessageTexts, texts.message_texts),
    query(orders.MessageTextOf, texts.message_text_of),
    query(orders.PreviewWording, texts.preview_wording),
)
