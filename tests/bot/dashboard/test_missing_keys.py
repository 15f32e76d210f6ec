"""What staff see while the key folder is missing."""

from tests.bot.dashboard.office import Office, hired
from tests.town import Town, plain


async def test_staff_read_what_is_missing_and_go_on_when_it_is_back(town: Town, office: Office) -> None:
    folder = town.store.keys.folder
    async with office.signed_in(await hired(town)) as browser:
        town.store.keys.erasure.open()
        folder.rename(folder.with_name("elsewhere"))
        assert await browser.opens("/admin") == 503
        assert "they put the key folder back, and everything goes on" in plain(browser.page)
        assert await browser.opens("/nowhere") == 404
        assert "key folder" not in browser.page
        folder.with_name("elsewhere").rename(folder)
        assert await browser.opens("/admin") == 200
