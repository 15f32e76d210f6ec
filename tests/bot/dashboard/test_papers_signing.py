"""The office asks organisations to sign a paper, sees who does, and takes a paper off for good."""

from dataclasses import replace
from typing import Any

from tests.bot.dashboard.office import Office, done, hired
from tests.organisations import ask_organisations, found
from tests.papers import DECLINES, DRAFT, OFFICE, SIGNS, coalition, paper_of, taken, written
from tests.released import crowd, release
from tests.town import Town

HOME = "/admin/papers"


def does(do: str, *those: str) -> dict[str, Any]:
    """What the form sends: which organisations are asked, or asked no more."""
    return {"do": do, **{f"of-{each}": "1" for each in those}}


async def test_who_is_asked_is_heard_and_named_in_the_file(town: Town, office: Office) -> None:
    await ask_organisations(town)
    await crowd(town, 60)
    await release(town)
    here = f"{HOME}/{(await written(town)).code}"
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(here)
        assert "There is no verified organisation that could be asked." in browser.page
        first, _, other = await coalition(town)
        ids = {name: (await found(town, name)).id.hex() for name in ("Housing Now", "Water For All")}
        assert await browser.sends(f"{here}/signing", **does("ask", "zz")) == 400
        assert await browser.sends(f"{here}/signing", do="sign") == 400
        await browser.sends(f"{here}/signing", **does("ask"))
        assert "It was changed meanwhile." not in browser.page, "nothing was chosen"
        await browser.sends(f"{here}/signing", **does("ask", *ids.values()))
        assert "It is done." in browser.page
        assert "Water For All was asked to sign, and has not signed this text." in browser.page
        await browser.sends(f"{here}/file")
        assert "Please mend what the check found first." in browser.page
        await first.goes_through(SIGNS)
        await other.goes_through(DECLINES)
        await browser.opens(here)
        assert "The check found nothing." in browser.page
        page = " ".join(browser.page.split())
        assert "Housing Now</bdi></strong> · signs it" in page
        assert "Water For All</bdi></strong> · does not sign it" in page
        named = "Submitted by: Tenants together, Housing Now"
        assert (await taken(browser, await paper_of(town)))[1] == named
        await browser.sends(f"{here}/signing", **does("ask", ids["Housing Now"]))
        assert "It was changed meanwhile." in browser.page, "who signs is not asked again"
        await browser.sends(f"{here}/signing", **does("drop", ids["Housing Now"]))
        assert (await taken(browser, await paper_of(town)))[1] == "Submitted by: Tenants together"
        await browser.opens("/admin/log")
        assert f"organisation {(await found(town)).code}" in browser.page
    code = (await paper_of(town)).code[:12]
    assert [each.partition(f" {code}")[0] for each in (await done(town))[-6:]] == [
        "asked to sign",
        "signed a paper",
        "did not sign a paper",
        "wrote a paper",
        "asked no more to sign",
        "wrote a paper",
    ]


async def test_who_declined_cannot_stay_among_those_who_submit(town: Town, office: Office) -> None:
    await ask_organisations(town)
    here = f"{HOME}/{(await written(town, replace(DRAFT, submitters=('HOUSING NOW.',)))).code}"
    first, *_ = await coalition(town)
    async with office.signed_in(await hired(town)) as browser:
        await browser.sends(f"{here}/signing", **does("ask", (await found(town)).id.hex()))
        await first.goes_through(DECLINES)
        await browser.opens(here)
        assert "Housing Now does not sign, and is named among those who submit it." in browser.page


async def test_a_paper_is_removed_for_good_once_it_is_asked_again(town: Town, office: Office) -> None:
    here = f"{HOME}/{(await written(town)).code}"
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(f"{here}/remove")
        version = browser.hidden("version")
        await browser.sends(f"{here}/remove", version="9")
        assert "It was changed meanwhile." in browser.page
        await browser.sends(f"{here}/remove", version=version)
        assert "There is none yet." in browser.page
        assert await browser.opens(here) == 404
    assert (await done(town))[-1].startswith("removed a paper 7070")


async def test_only_a_coalition_is_asked_to_sign(town: Town, office: Office) -> None:
    paper = await written(town, replace(DRAFT, form="mid-term"))
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(f"{HOME}/{paper.code}")
        assert "Who signs it" not in browser.page
        await browser.sends(f"{HOME}/{paper.code}/signing", **does("ask", OFFICE.hex()))
        assert "It cannot be done any more." in browser.page
