"""Areas of regions: made as coarse as a small map needs them, kept as text, and drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import cos, radians

Point = tuple[float, float]
"""Longitude and latitude, in degrees."""
Ring = list[Point]
FINEST = 1 / 300
"""What is smaller than this part of the whole is not seen on a small map."""
CORNERS = 4
"""A ring ends where it begins: a triangle."""
WIDE = 600


@dataclass(frozen=True, slots=True)
class Shape:
    """One region: the path of its area in an SVG, and where a number stands on it."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """`WIDE` and so high."""

    height: int
    shapes: tuple[Shape, ...]


def written(areas: Mapping[str, Sequence[Ring]]) -> dict[str, str]:
    """Each area as it is kept: "-8.5 33.2 -8.4 33.2 …;…", a part for each ring."""
    finest = FINEST * _size(point for rings in areas.values() for ring in rings for point in ring)
    return {code: ";".join(map(_text, _seen(rings, finest))) for code, rings in areas.items()}


def drawn(outlines: Mapping[str, str]) -> Map | None:
    """North is up, and a degree to the east as long as it is in the middle of the map; None without areas."""
    there = {code: outline for code, outline in outlines.items() if outline}
    areas = {code: [_ring(each) for each in outline.split(";")] for code, outline in there.items()}
    points = [point for rings in areas.values() for ring in rings for point in ring]
    if not points:
        return None
    (west, south), (east, north) = (tuple(map(edge, zip(*points, strict=True))) for edge in (min, max))
    narrow = cos(radians((south + north) / 2))
    scale = WIDE / max((east - west) * narrow, (north - south) / 1.2, 1e-9)

    def place(point: Point) -> Point:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    placed = {code: [[place(point) for point in ring] for ring in rings] for code, rings in areas.items()}
    return Map(round((north - south) * scale) + 1, tuple(_shape(*each) for each in placed.items()))


def _shape(code: str, rings: Sequence[Ring]) -> Shape:
    path = " ".join("M" + " ".join(f"{x:.0f},{y:.0f}" for x, y in ring) + "Z" for ring in rings)
    return Shape(code, path, *_middle(rings))


def _ring(text: str) -> Ring:
    numbers = list(map(float, text.split()))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _text(ring: Ring) -> str:
    return " ".join(f"{x:.4f} {y:.4f}" for x, y in ring)


def _size(points: Iterable[Point]) -> float:
    return max((max(axis) - min(axis) for axis in zip(*points, strict=True)), default=0.0)


def _seen(rings: Sequence[Ring], finest: float) -> list[Ring]:
    """Those that are large enough; if none is, the one with the most points as it is."""
    coarse = [made for ring in rings if len(made := _coarse(ring, finest)) >= CORNERS]
    return coarse or [max(rings, key=len)]


def _coarse(ring: Ring, finest: float) -> Ring:
    """Without the corners that nobody would see, the smallest first (Visvalingam and Whyatt).

    A ring of 200,000 corners, whatever its shape, takes a second or two.
    """
    before, after = list(range(-1, len(ring) - 1)), list(range(1, len(ring) + 1))
    sizes = [0.0] * len(ring)

    def size(at: int) -> tuple[float, int]:
        sizes[at] = _triangle(ring[before[at]], ring[at], ring[after[at]])
        return sizes[at], at

    smallest = [size(at) for at in range(1, len(ring) - 1)]
    heapify(smallest)
    gone = set[int]()
    while smallest and smallest[0][0] < 2 * finest**2:
        found, at = heappop(smallest)
        if at in gone or found != sizes[at]:
            continue
        gone.add(at)
        after[before[at]], before[after[at]] = after[at], before[at]
        for other in (before[at], after[at]):
            if 0 < other < len(ring) - 1:
                heappush(smallest, size(other))
    return [point for at, point in enumerate(ring) if at not in gone]


def _triangle(one: Point, two: Point, three: Point) -> float:
    """How large the corner is that two makes."""
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2


def _middle(rings: Sequence[Ring]) -> Point:
    """Of the largest ring."""
    area, x, y = max((_sums(ring) for ring in rings), key=lambda sums: abs(sums[0]))
    return (x / (3 * area), y / (3 * area)) if area else rings[0][0]


def _sums(ring: Ring) -> tuple[float, float, float]:
    """Twice the area, and what its middle is made from."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return area, x, y
