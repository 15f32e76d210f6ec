"""How many files and sockets this process may have open, and how many of them can be connections."""

import resource

import structlog

RESERVED = 128
"""For the database, the keys, Telegram, files that are read, and connections that are just being refused."""
FEWEST = 16
COMFORTABLE, WANTED = 4096, 65_536
log = structlog.get_logger()


def raise_limit() -> int:
    """Raise the soft limit of open files as far as it goes, and warn where that is low; gives what it is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = max(soft, WANTED if hard == resource.RLIM_INFINITY else min(hard, WANTED))
    if limit > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    if limit < COMFORTABLE:
        how = "Raise the limit of open files: LimitNOFILE in systemd, ulimits in compose, else ulimit -n."
        log.warning("only few can be connected at once", connections=connections_within(limit), how=how)
    return limit


def connections_within(limit: int) -> int:
    """How many connections there can be under a limit of open files."""
    return max(FEWEST, limit - RESERVED)
