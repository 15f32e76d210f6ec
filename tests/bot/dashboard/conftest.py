from collections.abc import AsyncIterator

import pytest

from tests.bot.dashboard.office import Office, office_of
from tests.town import Town


@pytest.fixture
async def office(town: Town) -> AsyncIterator[Office]:
    async with office_of(town) as office:
        yield office
