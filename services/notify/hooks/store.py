"""What is kept of addresses and of what goes to them."""

from kit.aggregate import Aggregate, Index
from services.notify.hooks.hook import Hook
from services.notify.hooks.push import HookDelivery

HOOKS = Aggregate(
    "hooks",
    Hook,
    due=lambda hook: hook.gives_up_at,
    confidants=lambda hook: hook.confidants,
    indexes=(Index("state.types"), Index("state.made_at", of_tenant=True)),
)

HOOK_DELIVERIES = Aggregate(
    "hook_deliveries",
    HookDelivery,
    due=lambda delivery: delivery.next_at,
    confidants=lambda delivery: delivery.confidants,
    indexes=(
        Index("state.hook", "state.created_at", across_tenants=True),
        Index("state.hook", "state.state", "state.created_at", across_tenants=True),
        Index("state.hook", "state.delivered_at", across_tenants=True),
    ),
)
"""Key: ``push.delivery_key``; of a trial, what its order gives it."""
