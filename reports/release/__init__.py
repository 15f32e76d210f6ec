"""A release: counts that are published, and stay safe beside all that were published before.

`gathering.Gathered` counts; `making.make_release` applies the rules, audits and writes the document.
What is promised stands in `docs/guide-privacy.md` under "Numbers".
"""
