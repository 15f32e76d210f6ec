"""Puts the dashboard on the application of the web channel, below `/admin`."""

from aiohttp import web

from bot.channels.web.common import WEB
from bot.dashboard import (
    announcements,
    assessing,
    colleagues,
    consultation,
    dialogues,
    door,
    events,
    files,
    founding,
    organisations,
    overview,
    papers,
    papers_signing,
    papers_writing,
    reading,
    recommendations,
    sending,
    setting,
    surveys,
    team,
    upr,
    waiting,
)
from bot.dashboard.common import DASHBOARD, Dashboard
from bot.dashboard.cookies import Cookies
from bot.dashboard.guard import ROUTES, Route, guard
from bot.desk import Desk
from bot.release_files import DrawnFiles
from handlers.announcements.steering import Way
from handlers.approvals.actions import (
    ANNOUNCE,
    APPROVE,
    PLAN,
    READ,
    RECOMMEND,
    RENEW,
    RESUME,
    SEE,
    STOP,
    TEAM,
    VERIFY,
    WRITE,
    Action,
)
from handlers.consultations import wanting
from handlers.consultations.filing import KINDS

BASE = "/admin"
CONSULTATION = "/consultations/{slug:[a-z0-9-]+}"
ANSWERS = f"{CONSULTATION}/answers"
OPEN_QUESTION = f"{ANSWERS}/{{answers:real|simulated}}/{{survey}}/{{question}}"
CONTACT = f"{CONSULTATION}/round/{{region}}"
SURVEY = f"{CONSULTATION}/surveys/{{survey:[a-z0-9_-]+}}"
WAITING = "/waiting/{id:[0-9a-f]+}"
RECOMMENDATION = "/recommendations/{recommendation:[0-9a-f]+}"
ORGANISATION = "/organisations/{organisation:[0-9a-f]+}"
ANNOUNCEMENT = "/announcements/{announcement:[0-9a-f]+}"
STEERED: dict[Way, Action] = {"pause": STOP, "resume": RESUME, "cancel": STOP}
EVENT = "/events/{event:[0-9a-f]+}"
TASK = "/upr/{task:[a-z0-9-]+}"
PAPER = "/papers/{paper:[0-9a-f]+}"
COLLEAGUE = "/staff/{code:[0-9a-f]+}"
PAGES = (
    Route("GET", "/enter", None, door.enter),
    Route("POST", "/enter", None, door.entered),
    Route("GET", "/join", None, door.join),
    Route("POST", "/join", None, door.joined),
    Route("POST", "/leave", SEE, door.left),
    Route("POST", "/language", SEE, door.spoke),
    Route("GET", "", SEE, overview.show),
    Route("GET", CONSULTATION, SEE, consultation.show),
    Route("GET", f"{CONSULTATION}/release.{{kind:{'|'.join(KINDS)}}}", SEE, files.send),
    Route("GET", f"{CONSULTATION}/preview", SEE, files.preview),
    *(
        Route(method, f"{CONSULTATION}/{name}", action, answer)
        for name, action in wanting.WAYS.items()
        for method, answer in (("GET", consultation.way), ("POST", consultation.went))
    ),
    Route("GET", ANSWERS, READ, reading.show),
    Route("GET", OPEN_QUESTION, READ, reading.one),
    Route("POST", OPEN_QUESTION, READ, reading.kept, reading.LARGEST_POST),
    Route("GET", f"{OPEN_QUESTION}/quotes", READ, reading.quotes),
    Route("GET", "/begin", RENEW, founding.begin),
    Route("POST", "/begin", RENEW, founding.begun, sending.LARGEST),
    Route("GET", f"{CONSULTATION}/terms", RENEW, founding.terms),
    Route("POST", f"{CONSULTATION}/terms", RENEW, founding.mended, founding.LARGEST),
    Route("GET", f"{CONSULTATION}/surveys", SEE, surveys.show),
    Route("POST", f"{CONSULTATION}/surveys", RENEW, surveys.given, sending.LARGEST),
    Route("GET", SURVEY, SEE, surveys.one),
    Route("POST", SURVEY, RENEW, surveys.published),
    Route("GET", f"{CONSULTATION}/round", SEE, dialogues.show),
    Route("GET", CONTACT, RENEW, dialogues.one),
    Route("POST", CONTACT, RENEW, dialogues.named),
    Route("GET", "/waiting", SEE, waiting.show),
    Route("POST", "/waiting/refuse", APPROVE, waiting.refuse_all),
    Route("GET", WAITING, APPROVE, waiting.one),
    Route("POST", f"{WAITING}/approve", APPROVE, waiting.approved),
    Route("POST", f"{WAITING}/refuse", APPROVE, waiting.refused),
    Route("GET", "/announcements", SEE, announcements.show),
    Route("POST", "/announcements/stop", STOP, announcements.stopped),
    Route("GET", "/announcements/resume", RESUME, announcements.resume),
    Route("POST", "/announcements/resume", RESUME, announcements.resumed),
    Route("GET", ANNOUNCEMENT, SEE, announcements.one),
    *(
        Route(method, f"{ANNOUNCEMENT}/{name}", action, answer)
        for name, action in STEERED.items()
        for method, answer in (("GET", announcements.way), ("POST", announcements.went))
    ),
    Route("GET", "/events", SEE, events.show),
    Route("GET", EVENT, SEE, events.one),
    Route("GET", f"{EVENT}/cancel", ANNOUNCE, events.cancel),
    Route("POST", f"{EVENT}/cancel", ANNOUNCE, events.cancelled),
    Route("GET", "/recommendations", SEE, recommendations.show),
    Route("POST", "/recommendations", RECOMMEND, recommendations.given, recommendations.LARGEST),
    Route("GET", "/recommendations/survey", RENEW, assessing.choose),
    Route("POST", "/recommendations/survey", RENEW, assessing.chosen),
    Route("GET", RECOMMENDATION, SEE, recommendations.one),
    Route("POST", RECOMMENDATION, RECOMMEND, recommendations.marked, recommendations.LARGEST_MARKS),
    Route("GET", "/upr", SEE, upr.show),
    Route("POST", "/upr", PLAN, upr.dated),
    Route("GET", TASK, PLAN, upr.one),
    Route("POST", TASK, PLAN, upr.decided, upr.LARGEST_POST),
    Route("GET", "/papers", WRITE, papers.show),
    Route("GET", "/papers/begin", WRITE, papers.begin),
    Route("POST", "/papers/begin", WRITE, papers.begun, papers.LARGEST_POST),
    Route("GET", PAPER, WRITE, papers.one),
    Route("POST", f"{PAPER}/seen", WRITE, papers.seen),
    Route("POST", f"{PAPER}/file", WRITE, papers.file),
    Route("POST", f"{PAPER}/signing", WRITE, papers_signing.asked, papers.LARGEST_POST),
    Route("GET", f"{PAPER}/remove", WRITE, papers_signing.remove),
    Route("POST", f"{PAPER}/remove", WRITE, papers_signing.removed),
    Route("GET", f"{PAPER}/about", WRITE, papers_writing.about),
    Route("POST", f"{PAPER}/about", WRITE, papers_writing.told_about, papers_writing.LARGEST_POST),
    Route("GET", f"{PAPER}/after/{{number:[0-9]+}}", WRITE, papers_writing.add),
    Route(
        "POST", f"{PAPER}/after/{{number:[0-9]+}}", WRITE, papers_writing.added, papers_writing.LARGEST_POST
    ),
    Route("GET", f"{PAPER}/{{number:[0-9]+}}", WRITE, papers_writing.paragraph),
    Route("POST", f"{PAPER}/{{number:[0-9]+}}", WRITE, papers_writing.written, papers_writing.LARGEST_POST),
    Route("POST", f"{PAPER}/{{number:[0-9]+}}/place", WRITE, papers_writing.placed),
    Route("GET", "/organisations", SEE, organisations.show),
    Route("GET", ORGANISATION, SEE, organisations.one),
    Route("POST", f"{ORGANISATION}/verify", VERIFY, organisations.verified),
    Route("POST", f"{ORGANISATION}/refuse", VERIFY, organisations.refused),
    Route("GET", "/staff", SEE, colleagues.show),
    Route("GET", "/staff/invite", TEAM, team.invite),
    Route("POST", "/staff/invite", TEAM, team.invited),
    Route("GET", COLLEAGUE, TEAM, team.one),
    Route("POST", f"{COLLEAGUE}/role", TEAM, team.given),
    Route("POST", f"{COLLEAGUE}/remove", TEAM, team.removed),
    Route("GET", "/log", SEE, colleagues.log),
    Route("GET", "/settings", SEE, setting.show),
)


def routes(app: web.Application, desk: Desk) -> None:
    """Add the dashboard to an `app` that has the web channel."""
    inner = web.Application(middlewares=[guard])
    inner[ROUTES] = {}
    secure = app[WEB].identity.secure
    inner[DASHBOARD] = Dashboard(desk, Cookies(secure), DrawnFiles())
    added = [(each, inner.router.add_route(each.method, each.path, each.answer)) for each in PAGES]
    app.add_subapp(BASE, inner)
    for each, route in added:
        if route.resource:
            inner[ROUTES][each.method, route.resource.canonical] = each
