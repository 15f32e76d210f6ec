"""A place by the name of a region, where the consultation says where its regions lie."""

from collections.abc import Iterable

from handlers.view import View
from storage import consultations
from storage.consultations import Region
from storage.store import Store
from survey import searching


async def regions_on_the_map(store: Store, view: View) -> list[Region]:
    """The regions of the consultation at hand that have a place."""
    if view.consultation is None:
        return []
    found = await consultations.regions(store.database, view.here.slug)
    return [region for region in found if region.place]


def named(regions: Iterable[Region], text: str) -> str:
    """The place of the region of this name, in any language and spelling; "" where it is not one place."""
    wanted = searching.fold(text)
    places = {
        region.place
        for region in regions
        if wanted and wanted in {searching.fold(name) for name in region.names.values()}
    }
    return places.pop() if len(places) == 1 else ""


def name_hint(view: View, regions: list[Region]) -> str:
    """That the name of a region may be written, and what is kept then; "" where it may not."""
    if not regions:
        return ""
    example = regions[-1].names.get(view.language) or next(iter(regions[-1].names.values()))
    return view.words.say(
        "Or write the name of a place, for example %(name)s: then I keep where its middle is.", name=example
    )
