"""The demo shows the whole thread: from a recommendation to the paper that somebody takes away."""

import io
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest
import pytest_asyncio

from bot.cli import demo
from bot.cli.demo import office, populate, prepared, settings_of
from bot.desk import utc_now
from bot.installation import open_store
from bot.pages.rounds import Round
from bot.results_page import demo_page
from bot.round_page import round_page
from bot.settings import random_bytes
from handlers.contacts.answerers import answers, contact_of
from handlers.recommendations.assessments import Assessment, all_results, assessments
from handlers.submissions import gathering, holding, signing
from handlers.submissions.drafts import draft_of
from handlers.submissions.holding import Held
from reports.recommendations.assessed import gap
from reports.submission.cites import figure
from reports.submission.draft import Form
from storage import consultations, inquiries, papers, people, recommendations
from storage.store import Store
from tests.reports.files.test_office import converted

pytestmark = pytest.mark.asyncio(loop_scope="module")
SLUG = "regional-dialogue"
QUOTED = re.compile(r"“[^”]*”|«[^»]*»")
NUMBER = re.compile(r"\d[\d,\u00a0\u202f]*")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    """The demo as it is some seconds after its first start."""
    settings = settings_of("127.0.0.1:8080", tmp_path_factory.mktemp("demo") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "PAUSE", 0)
        await prepared(settings)
        async with open_store(settings) as store:
            await populate(store, SLUG)
            yield store


async def heard(store: Store, number: str) -> tuple[str, list[Assessment]]:
    """What is officially said of a recommendation, and what people say, the latest first."""
    (found,) = await recommendations.numbered(store.database, number)
    said = await recommendations.progress_of(store.database, found.id)
    return said[-1].status, assessments(await all_results(store, "ar"), found, "ar")


async def held(store: Store, form: Form = "organisation") -> list[Held]:
    """Each paper of this form beside what it rests on."""
    found, made = await consultations.get(store.database, SLUG), []
    assert found
    of = await gathering.material(store, found, simulated=True, day=utc_now().date())
    for each in await papers.every(store.database):
        if each.form == form:
            asked = [one.signatory for one in await signing.asked(store, each)]
            made.append(await holding.held(store, of, draft_of(each), random_bytes, asked=asked))
    return made


async def test_what_people_say_stands_beside_what_is_official_with_a_trend(store: Store) -> None:
    told = {}
    for number in ("1.1", "1.2", "1.3"):
        status, (now, before) = await heard(store, number)
        assert now.everybody.people, before.everybody.people
        told[number] = (gap(status, now.everybody.step), now.than_before)
        assert len(now.regions) == 12
        assert now.simulated, "nobody takes it for what people said"
    assert told["1.1"][1] == "more"
    assert told["1.2"] == ("alike", "open")
    assert told["1.3"] == ("less", "less")


async def test_one_region_of_twelve_is_not_heard_yet(store: Store) -> None:
    found = await round_page(store, demo_page(store), utc_now)(SLUG, "en")
    assert isinstance(found, Round)
    assert (len(found.dialogues), found.silent) == (12, ["Dakhla-Oued Ed-Dahab"])
    named = {each.region: each for each in found.dialogues}
    assert named["Oriental"].office == "Invented office, Oujda"


async def test_contacts_answer_and_one_question_waits(store: Store) -> None:
    regions = [each.code for each in await consultations.regions(store.database, SLUG)]
    there = [each for each in regions if await answers(store, await contact_of(store, SLUG, each))]
    assert there == [each for each in regions if each != office.UNHEARD]
    assert await inquiries.counts(store.database, SLUG) == {office.UNHEARD: 1}
    resident = await people.find(store.database, store.keys, "receipt", office.RECEIPT)
    assert resident
    asked = {each.state: each for each in await inquiries.by(store.database, store.keys, resident.id)}
    assert set(asked) == {"asked", "answered"}
    assert asked["answered"].answer.startswith("Yes.")


async def test_papers_are_whole_within_the_limit_and_say_what_the_results_say(store: Store) -> None:
    made = await held(store)
    assert sorted(each.draft.language for each in made) == ["ar", "en", "fr"]
    for each in made:
        assert each.problems == ()
        assert 500 < each.words <= each.limit
        said = [one for _, one in each.draft.paragraphs() if one.cites and one.cites[0].startswith("result")]
        assert len(said) > 20
        assert any(cite.startswith("assessment 1.1") for cite in each.draft.cites())
        for one in said:
            figures = [figure(each.of.release or {}, cite.removeprefix("result ")) for cite in one.cites]
            shown = {number for found in figures if found for number in found.shown}
            numbers = {int(re.sub(r"\D", "", part)) for part in NUMBER.findall(QUOTED.sub("", one.text))}
            assert numbers <= shown, one.text


async def test_a_paper_of_a_coalition_waits_for_one_organisation(store: Store) -> None:
    (together,) = await held(store, "coalition")
    assert [each.kind for each in together.problems] == ["unsigned"]
    assert together.limit == 5_630


async def test_a_paper_opens_as_pages_with_numbered_paragraphs(store: Store, tmp_path: Path) -> None:
    made = {each.draft.language: await holding.drawn(store, each) for each in await held(store)}
    for content in made.values():
        document = docx.Document(io.BytesIO(content))
        assert (
            sum(each.style is not None and each.style.name == "List Number" for each in document.paragraphs)
            > 20
        )
        assert "PAGE" in document.sections[0].footer._element.xml
    if shutil.which("soffice"):
        for page in converted(tmp_path, "pdf", {f"{name}.docx": each for name, each in made.items()}):
            assert len(re.findall(rb"/Type\s*/Page\b", page)) > 3


async def test_what_is_there_is_not_made_again(store: Store) -> None:
    before = [each.id for each in await papers.every(store.database)]
    await populate(store, SLUG)
    assert [each.id for each in await papers.every(store.database)] == before
