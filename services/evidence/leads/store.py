"""How photos of leads are kept."""

from kit.aggregate import Aggregate, Index
from services.evidence.leads.photo import Photo

LEAD_PHOTOS = Aggregate(
    "lead_photos",
    Photo,
    due=lambda photo: photo.due,
    indexes=(Index("state.state"),),
)
