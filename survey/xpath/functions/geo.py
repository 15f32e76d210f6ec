"""Places, each "latitude longitude altitude accuracy", joined by ";" (ODK XForms specification)."""

from __future__ import annotations

import math
from itertools import pairwise

from survey.xpath.context import Frame, Value
from survey.xpath.library import Library
from survey.xpath.values import texts

LIBRARY = Library()
function = LIBRARY.function
Point = tuple[float, float]
_RADIUS = 6_378_100.0


def _points(frame: Frame, *values: Value) -> list[Point]:
    """Latitudes and longitudes; none at all if one of them cannot be."""
    parts = [part for text in texts(values, frame) for part in text.split(";") if part.strip()]
    points = [_point(part) for part in parts]
    return [point for point in points if point] if all(points) else []


def _point(text: str) -> Point | None:
    try:
        latitude, longitude = map(float, text.split()[:2])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


@function("area", "never")
def area(frame: Frame, *places: Value) -> float:
    """Square metres inside a ring, on a sphere."""
    points = _points(frame, *places)
    if len(points) < 3:
        return 0.0
    total = 0.0
    for (latitude, longitude), (next_latitude, next_longitude) in pairwise([*points, points[0]]):
        bend = 2 + math.sin(math.radians(latitude)) + math.sin(math.radians(next_latitude))
        total += math.radians(next_longitude - longitude) * bend
    return round(abs(total * _RADIUS * _RADIUS / 2), 2)


LIBRARY["enclosed-area"] = LIBRARY["area"]


@function("distance", "never")
def distance(frame: Frame, *places: Value) -> float:
    """Metres along the points, on a sphere."""
    return round(sum(_metres(one, other) for one, other in pairwise(_points(frame, *places))), 2)


def _metres(one: Point, other: Point) -> float:
    (latitude, longitude), (next_latitude, next_longitude) = (
        (math.radians(point[0]), math.radians(point[1])) for point in (one, other)
    )
    half = (
        math.sin((next_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(next_latitude) * math.sin((next_longitude - longitude) / 2) ** 2
    )
    return 2 * _RADIUS * math.asin(math.sqrt(min(1.0, half)))


@function("geofence", "never")
def geofence(frame: Frame, place: Value, fence: Value) -> bool:
    """Whether a place is inside a closed ring: a line from it crosses the ring an odd number of times."""
    inside, ring = _points(frame, place), _points(frame, fence)
    if len(inside) != 1 or len(ring) < 4 or ring[0] != ring[-1]:
        return False
    y, x = inside[0]
    crossings = 0
    for (y1, x1), (y2, x2) in pairwise(ring):
        crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossings % 2 == 1


@function("intersects", "never")
def intersects(frame: Frame, line: Value) -> bool:
    """Whether a line or ring crosses itself."""
    sides = list(pairwise(_points(frame, line)))
    frame.allowance.spend(len(sides) ** 2)
    return any(
        _cross(one, other)
        for place, one in enumerate(sides)
        for other in sides[place + 2 :]
        if one[0] != other[1]
    )


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    sides = [_side(*one, point) for point in other] + [_side(*other, point) for point in one]
    return sides[0] * sides[1] <= 0 and sides[2] * sides[3] <= 0 and any(sides)


def _side(start: Point, end: Point, point: Point) -> float:
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
