"""The pages: templates, their words, and what they load. Nothing comes from another host."""

from bot.pages.render import Pages, Translations, direction

__all__ = ["Pages", "Translations", "direction"]
