"""任务: addresses and navigation."""

from contracts.roles import OFFICES, READERS, Roles
from gateway.console.frame.navigation import Entry
from gateway.console.tasks import (
    acting,
    assigning,
    dividing,
    handing_in,
    listing,
    showing,
    uploading,
)
from gateway.console.tasks.listing import HOME
from gateway.console.tasks.uploading import scripted

TASK = f"{HOME}/{{task}}"
MINE: Roles = ("unit", "field")

ENTRIES = (
    Entry("tasks", HOME, "nav.my_tasks", MINE, home=MINE, at=10),
    Entry("tasks", HOME, "nav.all_tasks", tuple(r for r in READERS if r not in MINE), at=10),
    Entry("tasks", f"{HOME}/new", "tasks.new", OFFICES, at=30),
    Entry("tasks", "/field", "nav.field", MINE, at=40),
)
ROUTES = (
    ("GET", HOME, listing.listed),
    ("GET", f"{HOME}/sheet", listing.sheet),
    ("POST", f"{HOME}/views", listing.save),
    ("POST", f"{HOME}/views/{{view}}/drop", listing.drop),
    ("GET", f"{HOME}/new", assigning.new),
    ("POST", f"{HOME}/new", assigning.assign),
    ("GET", f"{HOME}/hand-over", assigning.hand_over),
    ("POST", f"{HOME}/hand-over", assigning.hand_over_all),
    ("GET", TASK, showing.show),
    ("GET", f"{TASK}/submit", handing_in.ask_for),
    ("POST", f"{TASK}/submit", handing_in.do),
    ("GET", f"{TASK}/divide", dividing.ask_for),
    ("POST", f"{TASK}/divide", dividing.do),
    ("GET", f"{TASK}/upload", uploading.ask_for),
    ("GET", f"{TASK}/redo/{{evidence}}", uploading.ask_for),
    ("POST", f"{TASK}/upload/declare", scripted(uploading.declare)),
    ("POST", f"{TASK}/upload/{{evidence}}/open", scripted(uploading.opened)),
    ("POST", f"{TASK}/upload/{{evidence}}/uploaded", scripted(uploading.uploaded)),
    ("GET", f"{TASK}/upload/{{evidence}}", scripted(uploading.state)),
    ("GET", f"{TASK}/{{act}}", acting.ask_for),
    ("POST", f"{TASK}/{{act}}", acting.do),
)
