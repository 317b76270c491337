"""Everything that is written from the contracts and the wiring tables, not by hand.

python -m infra.generate            write it
python -m infra.generate --check    make it; say what differs from the tree, and exit 1 if any does

What no running program reads is not in the tree: it is written into RELEASE.
"""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from contracts import envelope
from contracts.orders.catalogue import SHAPES
from contracts.product import PUBLISHERS
from contracts.schema import published
from infra import event_flow
from infra.refusing import refusing
from kit.definitions import definitions
from kit.service import Service
from kit.topology import events

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / ".local" / "contracts"
REFUSALS = ROOT / "contracts" / "refusals.json"
REFERENCE = "#/components/schemas/{name}"
SCHEMA = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]


def services() -> list[type[Service]]:
    found = []
    for name in PUBLISHERS:
        module = importlib.import_module(f"services.{name}.service")
        found.append(getattr(module, name.capitalize()))
    return found


def facts() -> dict[str, type[envelope.Fact]]:
    for name in PUBLISHERS:
        importlib.import_module(f"contracts.{name}")
    return {t: f for t, f in sorted(envelope.FACTS.items()) if t.partition(".")[0] in PUBLISHERS}


def orders() -> dict[str, type[msgspec.Struct]]:
    """``service.method`` → order or ask."""
    return {
        f"{service}.{shape.__name__}": shape
        for service, shapes in SHAPES.items()
        for shape in sorted(shapes, key=lambda shape: shape.__name__)
    }


def schemas(kinds: dict[str, type], title: str) -> Json:
    """One JSON Schema document; ``$defs`` holds everything, ``oneOf`` the named kinds."""
    roots, parts = msgspec.json.schema_components(
        list(kinds.values()), ref_template="#/$defs/{name}"
    )
    return {
        "$schema": SCHEMA,
        "title": title,
        "oneOf": [{"title": name, **root} for name, root in zip(kinds, roots, strict=True)],
        "$defs": published(parts),
    }


def asyncapi() -> Json:
    """AsyncAPI 3.0: a channel for each fact; each handler receives, each publisher sends."""
    known = facts()
    roots, parts = msgspec.json.schema_components(list(known.values()), ref_template=REFERENCE)
    payloads = dict(zip(known, roots, strict=True))
    hearers: dict[str, list[str]] = {}
    for service in services():
        for handler in service.handlers():
            hearers.setdefault(handler.fact, []).append(handler.queue.name)
    channels, operations, messages = {}, {}, {}
    for type_ in known:
        channel = type_.replace(".", "_")
        publisher = type_.partition(".")[0]
        messages[channel] = _message(type_, payloads[type_])
        channels[channel] = {
            "address": type_,
            "description": f"exchange {events(publisher)}, routing key {type_}",
            "messages": {channel: {"$ref": f"#/components/messages/{channel}"}},
        }
        operations[f"send_{channel}"] = _operation("send", channel, f"{publisher} publishes")
        for queue in hearers.get(type_, ()):
            name = f"receive_{queue.replace('.', '_')}"
            operations[name] = _operation("receive", channel, f"queue {queue}")
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Tongxin events", "version": "1.0.0"},
        "defaultContentType": envelope.CONTENT_TYPE,
        "channels": channels,
        "operations": operations,
        "components": {"messages": _plain(messages), "schemas": published(_plain(parts))},
    }


def _plain(schema: Any) -> Any:
    """AsyncAPI's discriminator is a name; JSON Schema's ``anyOf`` says as much without it."""
    if isinstance(schema, dict):
        return {name: _plain(part) for name, part in schema.items() if name != "discriminator"}
    return [_plain(part) for part in schema] if isinstance(schema, list) else schema


def _message(type_: str, payload: Json) -> Json:
    attributes = {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "source": {"type": "string"},
        "type": {"const": type_},
        "subject": {"type": "string"},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "district": {"type": "string"},
        "sequence": {"type": "string", "pattern": "^[0-9]{10,}$"},
        "traceparent": {"type": "string"},
        "data": payload,
    }
    required = [name for name in attributes if name != "traceparent"]
    return {
        "name": type_,
        "contentType": envelope.CONTENT_TYPE,
        "payload": {"type": "object", "required": required, "properties": attributes},
    }


def _operation(action: str, channel: str, summary: str) -> Json:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/{channel}/messages/{channel}"}],
    }


def openapi() -> Json:
    """The gateway is asyncio and not green: it is asked in a process of its own."""
    printed = subprocess.run(
        [sys.executable, "-m", "gateway.openapi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    document: Json = json.loads(printed)
    return document


def released() -> dict[str, Json]:
    return {
        "events.schema.json": schemas(dict(facts()), "Tongxin events"),
        "orders.schema.json": schemas(dict(orders()), "Tongxin orders and questions"),
    }


def committed() -> dict[str, Json]:
    return {
        "contracts/refusals.json": refusing(services()),
        "contracts/asyncapi.json": asyncapi(),
        "contracts/openapi.json": openapi(),
        "infra/rabbitmq/definitions.json": definitions(services()),
    }


def rendered(document: Json) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def texts() -> dict[Path, str]:
    documents = {RELEASE / name: document for name, document in released().items()}
    documents |= {ROOT / name: document for name, document in committed().items()}
    found = {path: rendered(document) for path, document in documents.items()}
    return found | {ROOT / "docs/events.md": event_flow.page(services(), facts())}


def write() -> None:
    REFUSALS.write_text(rendered(refusing(services())), encoding="utf-8")  # the gateway reads it
    for path, text in texts().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


def differing() -> list[str]:
    """What is in the tree and is not what the code says; the rest was made."""
    return [
        str(path.relative_to(ROOT))
        for path, text in texts().items()
        if RELEASE not in path.parents
        and (not path.exists() or path.read_text(encoding="utf-8") != text)
    ]


def main(check: bool) -> int:
    if not check:
        write()
        return 0
    different = differing()
    for name in different:
        print(f"{name} differs from what the code says; write it anew with: make contracts")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
