"""The areas of regions: `regions.geojson` in a consultation's folder, which need not be there."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reports.outlines import Point, Ring, written
from storage.consultations import Region

FILE = "regions.geojson"
LARGEST = 5_000_000
LONGEST = 500_000
"""Letters of all outlines as they are kept: they are drawn on every results page. A map has a tenth of it."""


def with_areas(regions: Sequence[Region], content: bytes, problems: list[str]) -> tuple[Region, ...]:
    """The regions with their outlines; what is wrong is added to `problems`."""
    if len(content) > LARGEST:
        problems.append(f"{FILE} is larger than 5 MB. Make its lines simpler, for example with mapshaper.")
        return tuple(regions)
    try:
        areas = dict(_areas(json.loads(content.decode("utf-8-sig")), {region.code for region in regions}))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError):
        problems.append(f"{FILE} cannot be read. Save it as GeoJSON with longitude and latitude (WGS 84).")
        return tuple(regions)
    if not areas:
        how = "Give each of its features a property 'code' with the code of its region."
        problems.append(f"{FILE} has no area of a region. {how}")
    outlines = written(areas)
    if sum(map(len, outlines.values())) > LONGEST:
        problems.append(f"{FILE} has too many corners. Make its lines simpler, for example with mapshaper.")
    return tuple(replace(region, outline=outlines.get(region.code, "")) for region in regions)


def _areas(collection: Mapping[str, Any], codes: set[str]) -> Iterator[tuple[str, list[Ring]]]:
    """Other features are passed over: a file may hold the whole country."""
    for feature in collection["features"]:
        code = str((feature.get("properties") or {}).get("code", feature.get("id", "")))
        geometry = feature.get("geometry") or {}
        if code in codes and geometry.get("type") in {"Polygon", "MultiPolygon"}:
            whole = geometry["coordinates"]
            if rings := list(_rings([whole] if geometry["type"] == "Polygon" else whole)):
                yield code, rings


def _rings(polygons: Iterable[Any]) -> Iterator[Ring]:
    for polygon in polygons:
        for ring in polygon:
            yield [_place(ring[0]), *(_place(point) for point in ring[1:])]


def _place(point: Sequence[Any]) -> Point:
    """Raises `ValueError` for what is no place, such as metres of a national grid."""
    longitude, latitude = float(point[0]), float(point[1])
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise ValueError(point)
    return longitude, latitude
