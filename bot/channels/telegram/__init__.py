"""The Telegram channel: updates in by long polling, cards and news out through the Bot API."""
