"""The survey with aiogram's finite-state machine and MemoryStorage, as its documentation shows it.

`python -m tests.bench.peers.aiogram_fsm API_URL TOKEN PORT SECRET`; port 0 polls.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from tests.bench.peers.cards import LAST, Rows, drawn, tapped, wrote

Survey = type("Survey", (StatesGroup,), {f"at_{place}": State() for place in range(LAST)})
AT = {place: getattr(Survey, f"at_{place}") for place in range(LAST)}


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    made = [[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    return InlineKeyboardMarkup(inline_keyboard=made) if made else None


async def start(message: Message, state: FSMContext) -> None:
    text, rows = drawn(0, {})
    await state.set_state(AT[0])
    await state.set_data({})
    await message.answer(text, parse_mode="HTML", reply_markup=keyboard(rows))


async def keep(state: FSMContext, place: int, data: dict) -> None:
    if place < LAST:
        await state.set_state(AT[place])
        await state.set_data(data)
    else:
        await state.clear()


def register(dispatcher: Dispatcher, place: int) -> None:
    async def tap(query: CallbackQuery, state: FSMContext) -> None:
        await query.answer()
        data = await state.get_data()
        after = tapped(place, query.data, data)
        text, rows = drawn(after, data)
        await keep(state, after, data)
        await query.message.edit_text(text, parse_mode="HTML", reply_markup=keyboard(rows))

    async def write(message: Message, state: FSMContext) -> None:
        data = await state.get_data()
        after = wrote(place, message.text, data)
        text, rows = drawn(after, data)
        await keep(state, after, data)
        await message.answer(text, parse_mode="HTML", reply_markup=keyboard(rows))

    dispatcher.callback_query.register(tap, AT[place])
    dispatcher.message.register(write, AT[place], F.text)


async def main(api_url: str, token: str, port: int, secret: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(start, CommandStart())
    for place in range(LAST):
        register(dispatcher, place)
    if not port:
        return await dispatcher.start_polling(bot)
    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=secret).register(application, path="/aiogram")
    setup_application(application, dispatcher, bot=bot)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
