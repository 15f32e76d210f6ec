"""The numbers of the rules, in one place: what is shown, and what an attacker is granted."""

STEP = 5
"""Shown numbers are multiples of it."""

SLACK = STEP - 1
"""How far a shown number can be from the true one."""

SMALLEST_BASE = 20
"""Of fewer people nothing is shown."""

SMALLEST_NUMBER = 10
"""Fewer than so many are not shown, and neither is what leaves fewer than so many others."""

SMALLEST_SHOWN = SMALLEST_NUMBER + STEP
"""What would be rounded to 10 is hidden as well: so hiding says "at most 14" and not "at most 9".

Without chance in the threshold, who has nine invented people in a cell would learn of anybody else there.
"""

MOST_HIDDEN = SMALLEST_SHOWN - 1

MOST_PEOPLE = 10**7
"""More answer nowhere. Without an end, a number of which nothing is shown would have no highest value."""

FEWEST_CHANGES = 10
"""A block is published anew only after so many people came, went or changed their answer to its question."""

PERCENT_BASE = 50
"""Percentages are given from so many people on."""

WIDTH = 9
"""What the published numbers leave open of a hidden one: highest minus lowest possible value."""

WIDTH_FOR_INSIDERS = 3
"""The same for somebody who knows every change between the releases, because they made them all.

It also holds for the number of those who did not say their region or group, which is never shown.
"""
