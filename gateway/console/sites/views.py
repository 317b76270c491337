"""From the form of an area to the area, and from an area to words. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from gateway.console.frame.forms import Misfilled

Json = dict[str, Any]

CIRCLE = ("latitude", "longitude", "radius")


def area(form: Mapping[str, str]) -> Json:
    """A polygon as GeoJSON where one was typed, else a circle. Raises: Misfilled."""
    outline = form.get("outline", "").strip()
    if outline:
        return _geometry(outline)
    told = {name: form.get(name, "").strip() for name in CIRCLE}
    if missing := [name for name, text in told.items() if not text]:
        raise Misfilled({name: ("form.missing", {}) for name in missing})
    try:
        latitude, longitude = float(told["latitude"]), float(told["longitude"])
        return {"type": "Circle", "center": [longitude, latitude], "radius": int(told["radius"])}
    except ValueError:
        raise Misfilled({"radius": ("sites.numbers", {})}) from None


def _geometry(text: str) -> Json:
    """A geometry, or the feature around it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict) or found.get("type") != "Polygon":
        raise Misfilled({"outline": ("sites.geojson", {})})
    return {"type": "Polygon", "coordinates": found.get("coordinates")}


def told(area: Json) -> tuple[str, dict[str, str]]:
    """A word, and what it is filled with."""
    if area["type"] == "Circle":
        longitude, latitude = area["center"]
        where = {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"}
        return "sites.circle", where | {"radius": str(area["radius"])}
    return "sites.polygon", {"points": str(len(area["coordinates"][0]) - 1)}
