"""A person with a phone answers the survey, in a real browser."""

import re

import pytest
from playwright.async_api import expect

from storage.messages import Button, Command, Medium, News, Tap, Text
from tests.bot.channels.web.script import CODE, ScriptedDesk
from tests.bot.channels.web.visitor import CHAT
from tests.browser.conftest import Visit
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HARDEST = "Which of these is hardest where you live?"
ORDER = "Put them in order, the most urgent first."
HOME = "How many people live in your home?"
SINCE = "Since when have you lived here?"
WISH = "What would you change first?"


async def test_by_touch(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit(has_touch=True, is_mobile=True)
    await person.reads("Choose your language · اختر لغتك")
    await person.finds_no_barrier()
    await person.taps("English")
    await person.reads(HARDEST)
    await person.toggles("Housing")
    await person.toggles("Schools")
    await person.toggles("Health")
    await person.toggles("Schools", on=False)
    await expect(person.card).to_contain_text("1 of 5")
    await person.finds_no_barrier()
    await person.keeps_picture("choices")
    await person.taps("Done (2)")
    await person.reads(ORDER)
    await expect(person.log).to_contain_text("Housing: rent, repairs, evictions · Health care")
    await person.taps("Health")
    await expect(person.card).to_contain_text("So far: 1 Health care")
    await person.keeps_picture("order")
    await person.taps("Housing")
    await expect(person.button("Housing")).to_have_count(0)
    await person.taps("Schools")
    await person.reads(HOME)
    await person.writes("lots")
    await expect(person.card).to_contain_text("I could not read that as a number. For example: 4")
    await expect(person.field).to_have_value("lots")
    await person.sees_the_whole_card()
    await person.keeps_picture("refused")
    await person.finds_no_barrier()
    await person.writes("٦")
    await person.reads(SINCE)
    await person.taps("Back")
    await person.reads(HOME)
    await expect(person.field).to_have_value("٦")
    await expect(person.card).to_contain_text("Your answer: ٦")
    await person.writes("7")
    await person.reads(SINCE)
    await person.keeps_picture("date")
    await person.finds_no_barrier()
    await person.writes("2020-05-17")
    await person.reads(WISH)
    await person.writes("A clinic that is open in the evening.")
    await person.reads("Your answers")
    await person.finds_no_barrier()
    await person.sees_the_whole_card()
    await person.keeps_picture("review")
    await person.taps("Send")
    await person.reads("Thank you. Your answers are in.")
    [answered] = desk.people.values()
    assert answered.hardest == ["housing", "health"]
    assert answered.order == ["health", "housing", "schools"]
    assert answered.written == {
        "home": "7",
        "since": "2020-05-17",
        "wish": "A clinic that is open in the evening.",
    }


async def test_a_code_in_the_address_is_brought_along_and_goes_from_there(
    visit: Visit, desk: ScriptedDesk
) -> None:
    person = await visit(f"{CHAT}#7KM2P-XW4RC-9HTD3")
    await person.reads("Choose your language · اختر لغتك")
    assert person.page.url.endswith(CHAT)
    while len(desk.taken) < 2:
        await person.page.wait_for_timeout(20)
    code = Command("start", "settat-2026_7KM2P-XW4RC-9HTD3")
    assert [incoming.said for incoming in desk.taken] == [Command("start", "settat-2026"), code]


async def test_an_invitation_comes_by_the_address_and_goes_from_it(visit: Visit, desk: ScriptedDesk) -> None:
    token = "Pz1xY5RSPyrJOKfp6wEd1Q"
    person = await visit(f"{CHAT}#join={token}")
    await expect(person.page).to_have_url(re.compile(f"{CHAT}$"))
    await person.reads("Choose your language · اختر لغتك")
    while len(desk.taken) < 2:
        await person.page.wait_for_timeout(20)
    invitation = Command("start", f"_{token}")
    assert [incoming.said for incoming in desk.taken] == [Command("start", "settat-2026"), invitation]


async def tab_to(person: Person, label: str) -> None:
    for _ in range(20):
        await person.presses("Tab")
        if any(label in text for text in await person.page.locator("button:focus").all_text_contents()):
            return
    raise AssertionError(f"No way to {label} by keyboard")


async def test_by_keyboard_alone(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.reads("Choose your language · اختر لغتك")
    await tab_to(person, "English")
    await person.presses("Enter")
    await person.reads(HARDEST)
    await person.focuses(person.card.get_by_role("heading"))
    await tab_to(person, "Housing")
    await person.presses("Space")
    await expect(person.button("Housing")).to_have_attribute("aria-pressed", "true")
    await person.focuses(person.button("Housing"))
    await tab_to(person, "Done (1)")
    await person.presses("Enter")
    await person.reads(ORDER)
    await tab_to(person, "Health")
    await person.presses("Enter")
    await person.focuses(person.button("Schools"))
    await person.presses("Enter")
    await person.focuses(person.button("Housing"))
    await person.presses("Enter")
    await person.reads(HOME)
    await person.page.locator("#field").focus()
    await person.presses("4", "Enter")
    await person.reads(SINCE)
    await person.focuses(person.field)
    await expect(person.page.locator("#say")).to_have_text(SINCE)
    await person.presses("/", "h", "e", "l", "p", "Enter")
    await person.reads("Help")
    await person.focuses(person.card.get_by_role("heading"))
    await tab_to(person, "Go on")
    await person.presses("Enter")
    await person.reads(SINCE)
    await tab_to(person, "Skip")
    await person.presses("Enter")
    await person.reads(WISH)
    await tab_to(person, "Skip")
    await person.presses("Enter")
    await tab_to(person, "Send")
    await person.presses("Enter")
    await person.reads("Thank you. Your answers are in.")
    [answered] = desk.people.values()
    assert (answered.order, answered.written) == (["health", "schools", "housing"], {"home": "4"})


async def test_the_menu_by_keyboard(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.reads(HARDEST)
    menu = person.page.locator("#menu")
    await person.page.locator("#menu-button").focus()
    await person.sees_the_whole_card()
    await person.presses("Enter")
    await expect(menu).to_be_visible()
    await person.keeps_picture("menu")
    await person.finds_no_barrier()
    await person.presses("Tab", "Escape")
    await expect(menu).to_be_hidden()
    await person.focuses(person.page.locator("#menu-button"))
    await person.chooses("Help")
    await person.reads("Help")
    await person.focuses(person.card.get_by_role("heading"))


async def test_a_reload_and_a_second_tab_go_on_where_it_was(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.toggles("Water")
    await person.page.reload()
    await person.reads(HARDEST)
    await expect(person.button("Water")).to_have_attribute("aria-pressed", "true")
    tab = Person(person.context, await person.context.new_page(), person.pictures)
    await tab.open("/chat/settat-2026")
    await tab.taps("Done (1)")
    await tab.reads(ORDER)
    await person.reads(ORDER)
    assert len(desk.people) == 1


async def test_what_is_sent_without_a_connection_arrives_later_and_once(
    visit: Visit, desk: ScriptedDesk
) -> None:
    person = await visit()
    await person.taps("English")
    await person.taps("Skip")
    await person.reads(ORDER)
    await person.context.set_offline(True)
    await expect(person.page.locator("#state")).to_contain_text("You are not connected.")
    await person.taps("Health")
    await expect(person.button("Health")).to_have_attribute("aria-busy", "true")
    await person.keeps_picture("offline")
    await person.finds_no_barrier()
    await person.context.set_offline(False)
    await expect(person.card).to_contain_text("So far: 1 Health care")
    await expect(person.page.locator("#state")).to_be_hidden()
    assert [taken.said for taken in desk.taken].count(Tap("2:next:health")) == 1


async def test_what_the_database_refused_is_sent_again(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.reads(HARDEST)
    desk.down = True
    await person.taps("Skip")
    await expect(person.page.locator("#state")).to_have_text("Connecting…", timeout=10_000)
    desk.down = False
    await person.reads(ORDER)
    assert [taken.said for taken in desk.taken].count(Tap("1:skip")) == 1


async def test_a_double_tap_is_sent_once(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.reads(HARDEST)
    await person.button("Housing").dblclick()
    await expect(person.button("Housing")).not_to_have_attribute("aria-busy", "true")
    assert [taken.said for taken in desk.taken].count(Tap("1:on:housing")) == 1


async def test_arabic_on_a_phone(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit(locale="ar-MA")
    html = person.page.locator("html")
    await expect(html).to_have_attribute("dir", "rtl")
    await person.taps("English")
    await expect(html).to_have_attribute("dir", "ltr")
    await person.chooses("Language")
    await person.taps("العربية")
    await person.reads("ما أصعب هذه الأمور حيث تعيش؟")
    await expect(html).to_have_attribute("lang", "ar")
    await expect(person.page.locator("#title")).to_have_text("سطات 2026")
    await person.toggles("السكن")
    await person.toggles("الرعاية")
    back, done = await person.button("رجوع").bounding_box(), await person.button("تم").bounding_box()
    assert back is not None
    assert done is not None
    assert back["x"] > done["x"]
    await person.finds_no_barrier()
    await person.needs_no_sideways_scroll()
    await person.keeps_picture("arabic")
    await person.taps("تم (2)")
    await person.reads("رتّبها، الأكثر استعجالا أولا.")
    for label in ("الرعاية", "السكن", "المدارس"):
        await person.taps(label)
        await expect(person.button(label)).to_have_count(0)
    await person.writes("٦")
    await person.reads("منذ متى تعيش هنا؟")
    await person.taps("تخطّ")
    await person.writes("مستوصف مفتوح في المساء")
    await person.reads("أجوبتك")
    await person.keeps_picture("arabic-review")
    await person.taps("إرسال")
    await person.reads("شكرا. وصلت أجوبتك.")


async def test_a_narrow_screen_in_the_dark(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit(width=320, height=568, color_scheme="dark", reduced_motion="reduce")
    await person.taps("English")
    await person.toggles("Health")
    await person.needs_no_sideways_scroll()
    await person.finds_no_barrier()
    await person.keeps_picture("narrow-dark")
    await person.chooses("Forget this device")
    await person.finds_no_barrier()
    await person.needs_no_sideways_scroll()
    await person.keeps_picture("leave-dark")


async def test_twice_the_size_and_nothing_is_hidden(visit: Visit, desk: ScriptedDesk) -> None:
    """320 × 256 is a desktop window at four times the size."""
    person = await visit(width=320, height=256)
    await person.taps("English")
    await person.reads(HARDEST)
    await person.needs_no_sideways_scroll()
    await person.taps("Skip")
    await person.reads(ORDER)


async def test_every_target_is_large_enough(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.reads(HARDEST)
    await person.page.locator("#menu-button").click()
    sizes = await person.page.locator("button:visible, textarea").evaluate_all(
        "nodes => nodes.map((node) => node.getBoundingClientRect()).map((box) => [box.width, box.height])"
    )
    assert len(sizes) > 15
    assert all(width >= 48 and height >= 48 for width, height in sizes)


async def test_writing_is_never_interrupted(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.reads(HARDEST)
    await person.field.fill("half a sen")
    tab = Person(person.context, await person.context.new_page(), person.pictures)
    await tab.open("/chat/settat-2026")
    await tab.taps("Skip")
    await person.reads(ORDER)
    await expect(person.field).to_have_value("half a sen")
    await person.focuses(person.field)
    await expect(person.page.locator("#say")).to_contain_text(ORDER)


async def test_a_date_can_be_picked(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.taps("Skip")
    for label in ("Health", "Housing", "Schools"):
        await person.taps(label)
        await expect(person.button(label)).to_have_count(0)
    await expect(person.field).to_have_attribute("inputmode", "decimal")
    await expect(person.page.locator("#picker")).to_be_hidden()
    await person.taps("Skip")
    await expect(person.page.get_by_role("button", name="Choose a date")).to_be_visible()
    await person.page.locator("#picker input").fill("2019-03-02", force=True)
    await expect(person.field).to_have_value("2019-03-02")
    await person.page.get_by_role("button", name="Send").click()
    await person.reads(WISH)
    assert desk.taken[-1].said == Text("2019-03-02")


async def test_news_stands_above_the_card(visit: Visit, desk: ScriptedDesk) -> None:
    desk.waiting.append(
        News("n1", "en", "The town hall meets on Thursday.\nEverybody may come.",
             ((Button("When and where", "https://settat.example/", "link"),),))
    )  # fmt: skip
    person = await visit()
    await person.taps("English")
    await expect(person.log).to_contain_text("The town hall meets on Thursday.")
    await expect(person.log.get_by_role("link")).to_have_attribute("href", "https://settat.example/")
    await person.finds_no_barrier()
    await person.keeps_picture("news")


async def test_news_has_its_document_below_it(visit: Visit, desk: ScriptedDesk) -> None:
    desk.waiting.append(
        News("n1", "en", "The town hall meets.", medium=Medium("file", "0" * 64, "The agenda"))
    )
    person = await visit()
    await person.taps("English")
    link = person.log.get_by_role("link", name="Document: The agenda")
    await expect(link).to_have_attribute("href", f"/media/{'0' * 64}")
    await person.finds_no_barrier()


async def test_a_code_from_another_device(visit: Visit, desk: ScriptedDesk) -> None:
    computer = await visit(width=1280, height=800)
    await computer.taps("English")
    await computer.reads(HARDEST)
    await computer.toggles("Water")
    await computer.keeps_picture("desktop")
    phone = await visit()
    await phone.reads("Choose your language · اختر لغتك")
    await phone.chooses("Go on from another device")
    await phone.page.get_by_label("Code", exact=True).fill("WRONG")
    await phone.presses("Enter")
    await expect(phone.page.get_by_role("alert")).to_contain_text("I do not know this code.")
    await phone.keeps_picture("code")
    await phone.finds_no_barrier()
    await phone.page.get_by_label("Code", exact=True).fill(CODE)
    await phone.presses("Enter")
    await phone.reads(HARDEST)
    await expect(phone.button("Water")).to_have_attribute("aria-pressed", "true")


async def test_forgetting_this_device(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.chooses("Forget this device")
    await person.page.get_by_role("dialog").get_by_role("button", name="Forget this device").click()
    await person.reads("This device is forgotten. Your answers are kept.")
    await person.keeps_picture("left")
    await person.finds_no_barrier()
    assert await person.context.cookies() == []
    await person.taps("Begin again")
    await person.reads("Choose your language · اختر لغتك")
    await person.taps("English")
    await person.reads(HARDEST)
    assert len(desk.people) == 2


async def test_erasing_ends_the_conversation(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.reads(HARDEST)
    await person.writes("/forget")
    await person.reads("Everything about you is erased.")
    assert desk.people == {}


async def test_another_consultation_is_begun_once(visit: Visit, desk: ScriptedDesk) -> None:
    person = await visit()
    await person.taps("English")
    await person.reads(HARDEST)
    await person.open("/chat/other-2026")
    await person.reads(HARDEST)
    await person.taps("Skip")
    await person.reads(ORDER)
    await person.page.reload()
    await person.reads(ORDER)
    starts = [taken.said for taken in desk.taken if isinstance(taken.said, Command)]
    assert starts == [Command("start", "settat-2026"), Command("start", "other-2026")]
