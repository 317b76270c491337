"""Addresses of programs: registered and tended, told of events, and tried again."""

from contracts import notify
from contracts.orders import notify as orders
from kit.table import NEW, Table, command, due, hears, query, to
from services.notify.hooks import answers, hook, looks, push
from services.notify.hooks.store import HOOK_DELIVERIES, HOOKS

LEASE = 60
"""Seconds for which one replica holds an event that it tries: longer than a try may take."""

TABLE: Table = (
    command(orders.RegisterHook, HOOKS, hook.register, at=NEW, gather=looks.desk, creates=True),
    command(orders.ChangeHook, HOOKS, hook.change, at="hook", gather=looks.desk),
    command(orders.PauseHook, HOOKS, hook.pause, at="hook"),
    command(orders.ResumeHook, HOOKS, hook.resume, at="hook"),
    command(orders.RotateHookSecret, HOOKS, hook.rotate, at="hook", gather=looks.desk),
    command(orders.RemoveHook, HOOKS, hook.remove, at="hook"),
    command(orders.RedeliverFailed, HOOKS, hook.recall, at="hook", gather=looks.failed_since),
    command(
        orders.TryHook,
        HOOK_DELIVERIES,
        push.try_hook,
        at=NEW,
        gather=looks.for_order,
        creates=True,
    ),
    command(
        orders.Redeliver,
        HOOK_DELIVERIES,
        push.redeliver,
        at="delivery",
        gather=looks.for_order,
    ),
    hears(notify.HookAnswered, to(HOOKS, hook.answered, at="hook", gather=looks.patience)),
    hears(notify.FailedRecalled, to(HOOK_DELIVERIES, push.recalled, at=looks.recalled)),
    due("hook_gives_up", HOOKS, hook.gave_up, gather=looks.took_something),
    due("push", HOOK_DELIVERIES, push.fell_due, gather=looks.for_due, lease=LEASE),
    query(orders.Hooks, answers.hooks),
    query(orders.HookOf, answers.hook_of),
    query(orders.HookEvents, answers.hook_events),
    query(orders.HookDeliveries, answers.hook_deliveries),
)
