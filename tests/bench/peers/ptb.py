"""The survey with python-telegram-bot's ConversationHandler, in memory, as its documentation shows it.

`python -m tests.bench.peers.ptb API_URL TOKEN PORT SECRET`; port 0 polls.
"""

import sys
from collections.abc import Awaitable, Callable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from tests.bench.peers.cards import LAST, Rows, drawn, tapped, wrote

Context = ContextTypes.DEFAULT_TYPE
Step = Callable[[Update, Context], Awaitable[int]]


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    made = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    return InlineKeyboardMarkup(made) if made else None


def kept_at(place: int) -> int:
    return place if place < LAST else ConversationHandler.END


async def start(update: Update, context: Context) -> int:
    context.user_data.clear()
    text, rows = drawn(0, context.user_data)
    await update.message.reply_text(text, parse_mode="HTML", reply_markup=keyboard(rows))
    return 0


def tap_at(place: int) -> Step:
    async def tap(update: Update, context: Context) -> int:
        query = update.callback_query
        await query.answer()
        after = tapped(place, query.data, context.user_data)
        text, rows = drawn(after, context.user_data)
        await query.edit_message_text(text, parse_mode="HTML", reply_markup=keyboard(rows))
        return kept_at(after)

    return tap


def text_at(place: int) -> Step:
    async def write(update: Update, context: Context) -> int:
        after = wrote(place, update.message.text, context.user_data)
        text, rows = drawn(after, context.user_data)
        await update.message.reply_text(text, parse_mode="HTML", reply_markup=keyboard(rows))
        return kept_at(after)

    return write


def main(api_url: str, token: str, port: int, secret: str) -> None:
    application = Application.builder().token(token).base_url(f"{api_url}/bot").build()
    states = {
        place: [
            CallbackQueryHandler(tap_at(place)),
            MessageHandler(filters.TEXT & ~filters.COMMAND, text_at(place)),
        ]
        for place in range(LAST)
    }
    begin = CommandHandler("start", start)
    application.add_handler(ConversationHandler([begin], states, [begin]))
    if not port:
        application.run_polling()
    else:
        address = f"http://127.0.0.1:{port}/ptb"
        application.run_webhook("127.0.0.1", port, "ptb", secret_token=secret, webhook_url=address)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
