"""The unit that is shipped, under systemd itself: all that people do works with what it forbids."""

import io
import json

import docx
import openpyxl

from tests.bot.channels.web.test_uploads import begun, button, looks, posts
from tests.bot.dashboard.office import ANOTHER
from tests.deploy.conftest import Installation, is_healthy
from tests.deploy.machine import Machine
from tests.deploy.readme import PLACE, commands, confined
from tests.deploy.site import wait_until
from tests.files import photo
from tests.ports import free_port
from tests.town import SLUG

PYTHON, SCRIPTS = "/opt/mushawara/bin/python", "/opt/mushawara/src/tests/deploy"
EXPOSURE = 15
"""In tenths of what systemd counts, of 100: it must reach the Internet, and the database over a socket."""


async def fetched(installation: Installation, path: str) -> bytes:
    """What somebody gets who is not known to the bot, which is not started anew by it."""
    site = installation.site
    async with site.session() as session, session.get(site.make_url(path)) as answer:
        assert answer.status == 200, installation.machine.log()
        return await answer.read()


async def test_a_photo_in_the_web_chat(installation: Installation) -> None:
    async with installation.site.visited() as browser, browser.page() as page:
        at = button(await begun(page), "Choose a photo")
        assert await posts(browser, at, photo()) == 200
        assert (await looks(page))["title"] == "Where do you live?"


async def test_a_survey_on_the_dashboard(installation: Installation) -> None:
    async with installation.site.administered(installation.seed.token) as browser:
        form = ("form", "survey.md", ANOTHER.encode())
        await browser.uploads(f"/admin/consultations/{SLUG}/surveys", form, survey="residents")
        assert "This was uploaded. People do not see it yet." in browser.page


async def test_a_release_in_word_and_as_a_sheet(installation: Installation) -> None:
    commands = (f"release {SLUG}", f"consultation close {SLUG} --yes", f"results {SLUG} --publish --yes")
    confined(installation.machine, PYTHON, f"{SCRIPTS}/each.py", *(f'"{each}"' for each in commands))
    word = await fetched(installation, f"/results/{SLUG}/release.docx")
    assert docx.Document(io.BytesIO(word)).tables
    sheet = await fetched(installation, f"/results/{SLUG}/release.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(sheet)).worksheets


def test_a_backup_as_cron_makes_it(installation: Installation) -> None:
    (line,) = [each for each in commands("Keys first") if each.startswith("0 4 * * *")]
    command = line.removeprefix("0 4 * * *").strip()
    installation.machine.run("runuser", "-u", "mushawara", "--", "sh", "-c", command)
    (copy,) = installation.machine.place(f"{PLACE}/backups").iterdir()
    assert {each.name for each in copy.iterdir()} == {"mushawara.db", "keys", "SHA256SUMS"}


def test_the_demo_starts_from_what_is_installed(installation: Installation) -> None:
    """In the background of a shell of root, which ends it."""
    listen = f"127.0.0.1:{free_port()}"
    demo = f"cd /tmp && exec /opt/mushawara/bin/mushawara demo --listen {listen} --data /tmp/demo"
    installation.machine.run("systemd-run", "--unit=demo", "sh", "-c", demo)
    wait_until(lambda: is_healthy(f"http://{listen}"), lambda: state(installation.machine, "demo"))
    installation.machine.run("systemctl", "stop", "demo")


async def test_nothing_of_it_ended_the_bot(installation: Installation) -> None:
    assert installation.machine.property("mushawara", "NRestarts") == "0", installation.machine.log()
    assert installation.machine.property("mushawara", "ActiveState") == "active"


def test_what_the_unit_forbids_fails_and_does_not_kill(installation: Installation) -> None:
    tried = json.loads(confined(installation.machine, PYTHON, f"{SCRIPTS}/forbidden.py"))
    assert tried == {
        "mount": "EPERM",
        "ptrace": "EPERM",
        "keyctl": "EPERM",
        "mbind": "EPERM",
        "nice": "EPERM",
        "unshare": "EPERM",
        "a packet socket": "EAFNOSUPPORT",
        "a netlink socket": "EAFNOSUPPORT",
        "write /usr": "EROFS",
        "write /opt": "EROFS",
        "write /etc": "EROFS",
        "read /root": "EACCES",
        "read the log of the kernel": "ENOENT",
        "write its folder": "",
        "write /tmp": "",
    }


def test_it_stops_in_its_time(installation: Installation) -> None:
    installation.machine.run("systemctl", "stop", "mushawara")
    assert installation.machine.property("mushawara", "Result") == "success", installation.machine.log()


def test_a_bot_that_cannot_start_is_tried_again_for_ever(installation: Installation) -> None:
    """Without the limit that systemd has by default."""
    machine = installation.machine
    hasty = "[Service]\nRestartSec=20ms\nExecStartPre=\nExecStart=\nExecStart=/bin/false\n"
    machine.write("/run/systemd/system/mushawara.service.d/hasty.conf", hasty)
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", "mushawara", check=False)
    wait_until(lambda: int(machine.property("mushawara", "NRestarts")) > 1, lambda: state(machine))
    assert machine.property("mushawara", "StartLimitIntervalUSec") == "0"
    machine.run("systemctl", "stop", "mushawara")


def state(machine: Machine, unit: str = "mushawara") -> str:
    """What systemd says of a unit, in full."""
    return machine.run("systemctl", "status", "--no-pager", unit, check=False)


def test_systemd_finds_nothing_wrong_in_the_unit_and_little_that_it_leaves_open(
    installation: Installation,
) -> None:
    unit = "/etc/systemd/system/mushawara.service"
    assert installation.machine.run("systemd-analyze", "verify", unit) == ""
    installation.machine.run(
        "systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE}", "--no-pager", unit
    )
