"""What cannot be done as it is wanted, in words for who wanted it on the command line."""


class Refused(Exception):
    """It cannot be done like this; the message says why and what to do."""
