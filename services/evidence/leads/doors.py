"""A lead's photo is declared, sent straight into the store, checked, and kept or deleted."""

from contracts import evidence, tasks
from contracts.orders import evidence as orders
from kit.table import Table, command, due, hears, query, to
from services.evidence.leads import answers, looks, photo
from services.evidence.leads.store import LEAD_PHOTOS
from services.evidence.piece.store import EVIDENCE

SWEEP_SECONDS = 120
"""Deleting two objects takes less."""

TABLE: Table = (
    command(
        orders.DeclareLeadPhoto,
        LEAD_PHOTOS,
        photo.declare,
        at="photo",
        gather=looks.for_declare,
        creates=True,
    ),
    command(orders.LeadPhotoSent, LEAD_PHOTOS, photo.sent, at="photo", gather=looks.for_sent),
    hears(
        evidence.LeadPhotoStored,
        to(LEAD_PHOTOS, photo.checked, at="photo", gather=looks.for_check),
    ),
    hears(
        tasks.LeadPhotoKept,
        to(EVIDENCE, photo.adopt, at="evidence", gather=looks.of_photo, creates=True),
        to(LEAD_PHOTOS, photo.keep, at="evidence"),
    ),
    hears(tasks.LeadPhotoDropped, to(LEAD_PHOTOS, photo.drop, at="evidence")),
    due(
        "lead_photo_due",
        LEAD_PHOTOS,
        photo.fall_due,
        gather=looks.for_due,
        lease=SWEEP_SECONDS,
    ),
    query(orders.LeadPhotoOf, answers.lead_photo_of),
)
