"""A release: counts that are published, and stay safe beside all that were published before.

`making.make_release` counts, applies the rules, audits and writes the document.
What is promised stands in `docs/guide-privacy.md` under "Numbers".
"""
