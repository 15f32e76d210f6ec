"""What files take that strangers send: it is done away from the event loop, one file at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
_studio = ThreadPoolExecutor(1, thread_name_prefix="files")
"""Alone, since a photo takes up to 170 MB while it is drawn."""


async def aside(work: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """What this makes of what it is given. Everybody else goes on meanwhile."""
    return await asyncio.get_running_loop().run_in_executor(_studio, lambda: work(*given, **named))
