"""The broker: virtual host, users, least rights and topology, through its management API."""

from typing import Any
from urllib.parse import quote, urlsplit

from infra.rabbitmq.management import Management


class OtherTopology(Exception):
    """Something of the topology is on the broker with other properties than described."""


def deploy_broker(
    api: Management, vhost: str, definitions: dict[str, Any], passwords: dict[str, str]
) -> None:
    """Declare what the definitions say in one virtual host; twice is as once.

    Args:
        definitions: exchanges, queues, bindings, permissions and topic_permissions
            (kit.definitions.definitions).
        passwords: user → password.

    Raises: ManagementError, OtherTopology, OSError.
    """
    api.put("vhosts", vhost)
    for user, password in passwords.items():
        api.put("users", user, body={"password": password, "tags": ""})
    topology = {kind: definitions.get(kind, []) for kind in ("exchanges", "queues", "bindings")}
    api.post("definitions", vhost, body=topology)
    for right in definitions["permissions"]:
        rights = {kind: right[kind] for kind in ("configure", "write", "read")}
        api.put("permissions", vhost, right["user"], body=rights)
    for right in definitions.get("topic_permissions", []):
        rights = {kind: right[kind] for kind in ("exchange", "write", "read")}
        api.put("topic-permissions", vhost, right["user"], body=rights)
    if faults := differences(api, vhost, topology):
        raise OtherTopology(
            f"the broker's virtual host {vhost!r} differs from the description: "
            + "; ".join(faults)
            + " (delete the old one, or give the new one another name)"
        )


def differences(api: Management, vhost: str, topology: dict[str, Any]) -> list[str]:
    """What exists with other properties: an import leaves such things as they are, in silence."""
    faults = []
    for kind in ("exchanges", "queues"):
        there = {thing["name"]: thing for thing in api.get(kind, vhost)}
        for wanted in topology[kind]:
            found = there.get(wanted["name"])
            if found is None:
                faults.append(f"{kind[:-1]} {wanted['name']} is missing")
                continue
            faults += [
                f"{kind[:-1]} {wanted['name']} has {part} {found.get(part)!r}, not {wanted[part]!r}"
                for part in ("type", "durable", "auto_delete", "arguments")
                if part in wanted and not _same(part, found.get(part), wanted[part])
            ]
    return faults


def _same(part: str, found: Any, wanted: Any) -> bool:
    if part != "arguments":
        return bool(found == wanted)
    # Some versions repeat the queue's type among its arguments.
    plain = {k: v for k, v in (found or {}).items() if k != "x-queue-type"}
    return plain == {k: v for k, v in (wanted or {}).items() if k != "x-queue-type"}


def address_of(admin_address: str, vhost: str, user: str, password: str) -> str:
    """The administrator's address turned into a service's: own user, own virtual host."""
    parts = urlsplit(admin_address)
    hosts = parts.netloc.rpartition("@")[2]
    who = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return f"{parts.scheme}://{who}@{hosts}/{quote(vhost, safe='')}"
