"""The web chat and the pages beside it, served by us without another host.

`routes` is all that a process calls.
"""

from bot.channels.web.contract import ChatAbout, Desk, Question, Results, Survey
from bot.channels.web.setup import routes

__all__ = ["ChatAbout", "Desk", "Question", "Results", "Survey", "routes"]
