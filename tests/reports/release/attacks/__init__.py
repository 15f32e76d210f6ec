"""What somebody can find out who sees published releases and nothing else, written apart from the audit.

`unsafe.py` is a baseline that the same attacks must break.
"""
