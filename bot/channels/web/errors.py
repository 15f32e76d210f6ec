"""Error pages in plain words."""

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.channels.web.common import WEB
from storage.changes import KeysUnavailable, StorageDown

RETRY_AFTER = "5"
log = structlog.get_logger()


@web.middleware
async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns every error into a page; a database that is down is 503 and "try again"."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _page(request, error.status)
    except web.RequestPayloadError:  # the body is not what its headers say
        return _page(request, 400)
    except StorageDown as error:
        for_staff = request.path.startswith("/admin")
        response = _page(request, 503, for_staff and isinstance(error, KeysUnavailable))
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    except Exception as error:  # its own words may quote an answer
        log.error("a page failed", page=str(request.match_info.route.resource), error=type(error).__name__)
        return _page(request, 500)


def _page(request: web.Request, status: int, keys_are_missing: bool = False) -> web.Response:
    return request.app[WEB].page(
        request, "error.html", status, code=status, keys_are_missing=keys_are_missing
    )
