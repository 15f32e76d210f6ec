// The chat page: hears the socket, draws the card, and sends what a person taps and writes.

import { drawCard, drawMedium, drawRows, plainLabel } from "./card.js";
import { Exchange, sameQuestion } from "./exchange.js";
import { Giving } from "./give.js";
import { Line } from "./line.js";
import { all, fill, find, make, paragraphs, write } from "./make.js";
import { prepareForms, prepareMenu } from "./menu.js";
import { narrow } from "./narrow.js";

const card = find("#card");
const field = find("#field");
const picker = find("#picker");
const exchange = new Exchange(find("#log"));
const GAP = 12;
const TELL = 700;
const PICKERS = { date: "date", time: "time", datetime: "datetime-local" };
const trial = new URLSearchParams(location.search).get("trial");
const consultation = location.pathname.split("/").at(-1) + (trial ? `_${trial}` : "");

let dressed = JSON.parse(find("#interface").textContent);
let { words } = dressed;
let now = null;
let action = null;
let filled = "";
let brought = false;
let telling = 0;

const line = new Line({ address, hear, changed });
const giving = new Giving({
  words: () => words,
  tell: (text) => write(find("#state"), text),
  place: (place, at, about) => line.send({ place, at }, about),
  sent: (about) => line.send({ look: true }, about),
});
line.open();
bringCode();
addEventListener("hashchange", bringCode);

/** A code or an invitation in the address. No server sees that part, and it goes, so that nobody reads it later. */
function bringCode() {
  const start = started(location.hash.slice(1));
  if (!start) return;
  history.replaceState(null, "", location.pathname + location.search);
  line.send({ text: `/start ${start}` }, { role: "command" });
}

function started(code) {
  const invitation = code.match(/^join=([\w-]{22})$/);
  if (invitation) return `_${invitation[1]}`;
  return /^[0-9A-Za-z-]{15,20}$/.test(code) && `${location.pathname.split("/").at(-1)}_${code}`;
}

function address(met) {
  const url = new URL(`${location.pathname}/socket`, location.href.replace(/^http/, "ws"));
  url.searchParams.set("language", document.documentElement.lang);
  if (trial) url.searchParams.set("trial", trial);
  if (met) url.searchParams.set("again", "1");
  return url;
}

function changed(well) {
  write(find("#state"), well ? "" : navigator.onLine ? words.connecting : words.offline);
}

// What comes

function hear(frame, entry) {
  if (frame.interface) dress(frame.interface);
  if (frame.ack) acknowledged(frame, entry);
  if (frame.card) show(frame.card, frame.started);
  if (frame.news) frame.news.forEach(showNews);
  if (frame.farewell) part(frame.farewell);
}

function acknowledged(frame, entry) {
  entry?.about?.node?.removeAttribute("aria-busy");
  if (frame.show && entry) action = entry.about;
  write(find("#state"), frame.toast);
}

function show(next, started) {
  const before = now;
  const mine = action;
  const within = card.contains(document.activeElement);
  [now, action] = [next, null];
  arrived(started);
  if (before && mine) exchange.turned(before, next, mine);
  drawCard(card, next, words, tap);
  if (next.progress) drawProgress(...next.progress);
  hide(next.hidden);
  prepareField(next, before, mine);
  narrowed();
  if (!before || !sameQuestion(before, next)) turn(next, before, mine, within);
  else update(next, before);
}

/** Moves to the new question, and has it read once: by the focus, or aloud where the focus must stay. */
function turn(next, before, mine, within) {
  if (!before) return reveal();
  const elsewhere = find("#menu").contains(document.activeElement) || find("dialog[open]");
  const typing = document.activeElement === field && (!mine || next.writes || field.value);
  if ((mine || within) && !typing && !elsewhere) (next.title ? find("h2", card) : card).focus({ preventScroll: true });
  else say([next.notice, next.title, next.hint].filter(Boolean).join(" "));
  reveal();
}

/** The same question: what is new is read, and shown if it tells why an answer was not taken. */
function update(next, before) {
  if (next.notice && (next.notice !== before.notice || next.number !== before.number)) {
    say(next.notice);
    reveal();
  } else if (next.hint !== before.hint) say(next.hint);
}

/** Brings the whole card into view; its beginning where it is longer than the screen. */
function reveal() {
  const { top, bottom, height } = card.getBoundingClientRect();
  const [above, below] = [covers("header"), covers("footer")];
  const long = height > innerHeight - above - below - 2 * GAP;
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  scrollBy({ top: long ? top - above - GAP : bottom - (innerHeight - below - GAP), behavior });
}

/** How much of the screen stays covered at this edge. */
function covers(edge) {
  const node = find(edge);
  return getComputedStyle(node).position === "sticky" ? node.offsetHeight : 0;
}

/** A new node each time, so that the same words are read again. */
function say(text) {
  find("#say").replaceChildren(make("span", { textContent: text }));
}

/** Stays where it is while a card that counts for nothing stands between two questions. */
function drawProgress(at, all) {
  Object.assign(find("#progress"), { value: at, max: all });
}

function prepareField(next, before, mine) {
  const untouched = field.value === filled || before?.writes === "search";
  field.inputMode = next.writes === "number" ? "decimal" : "text";
  field.placeholder = next.writes === "search" ? words.search : words.write;
  preparePicker(PICKERS[next.writes]);
  if (before && sameQuestion(before, next)) {
    const refused = next.notice && mine?.role === "text" && next.writes !== "search"; // there it would hide every choice
    if (refused && !field.value) field.value = filled = mine.text;
    return;
  }
  if (untouched) field.value = next.written;
  filled = next.written;
}

function preparePicker(kind) {
  picker.hidden = !kind;
  if (!kind) return;
  find("input", picker).type = kind;
  find("button", picker).setAttribute("aria-label", kind === "time" ? words.time : words.date);
}

/** In a long list, only the choices that hold what is being written are shown. */
function narrowed() {
  const rows = find(".rows", card);
  rows.classList.toggle("long", now?.writes === "search");
  return narrow(rows, now?.writes === "search" ? field.value : "");
}

/** A conversation that is elsewhere is brought to the consultation of this page, once. */
function arrived(started) {
  let last = consultation;
  try {
    last = localStorage.getItem("consultation") ?? consultation;
    localStorage.setItem("consultation", consultation);
  } catch {
    // Storage is switched off: the page goes on where the conversation is.
  }
  if (!started && last !== consultation && !brought) line.send({ start: true }, { role: "command" });
  brought = true;
}

function showNews(news) {
  const rows = make("div", { className: "rows" });
  drawRows(rows, news.buttons, (button, node) => tap({ ...button, role: "command" }, node));
  const note = make("section", { className: "bubble news", lang: news.language, dir: news.dir },
    ...paragraphs(news.text), ...(news.medium ? [drawMedium(news.medium, words)] : []), rows);
  note.setAttribute("aria-label", words.news);
  find("#log").append(note);
  say(news.text);
  reveal();
}

/** Nothing on the page tells what it is about, as long as `yes`. */
function hide(yes) {
  if (yes) {
    exchange.clear();
    drawProgress(0, 1);
  }
  head(yes ? { title: "…", organiser: "" } : dressed);
}

function head({ title, organiser }) {
  document.title = title;
  find("#title").textContent = title;
  find("#organiser").textContent = organiser;
}

function dress(next) {
  dressed = next;
  words = next.words;
  head(next);
  Object.assign(document.documentElement, { lang: next.language, dir: next.dir });
  for (const node of all("[data-word]")) node.textContent = words[node.dataset.word];
  for (const node of all("[data-label]")) node.setAttribute("aria-label", words[node.dataset.label]);
  field.placeholder = now?.writes === "search" ? words.search : words.write;
}

function part(text) {
  line.end();
  const again = { label: words.again, role: "main", data: "", chosen: false };
  exchange.clear();
  for (const part of ["footer", "#menu-button"]) find(part).hidden = true;
  drawProgress(0, 1);
  drawCard(card, { title: text, body: "", hint: "", notice: "", written: "", progress: null, buttons: [[again]] }, words, () => location.reload());
  find("h2", card).focus();
}

// What a person does

function tap(button, node) {
  if (button.role === "send") return giving.give(now.wants, button, node);
  line.send({ tap: button.data }, { role: button.role, text: plainLabel(button), node });
}

function send(text) {
  line.send({ text, at: now?.at }, { role: text.startsWith("/") ? "command" : "text", text });
}

find("#write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = filled = "";
  send(text);
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  find("#write").requestSubmit();
});

field.addEventListener("input", () => {
  if (now?.writes !== "search") return;
  const found = narrowed();
  clearTimeout(telling);
  telling = setTimeout(() => say(fill(words.found, found)), TELL);
});

find("button", picker).addEventListener("click", () => find("input", picker).showPicker());
find("input", picker).addEventListener("change", (event) => {
  field.value = event.target.value;
  field.focus();
});

// The menu

prepareMenu(send);
prepareForms({ left: () => part(words.left), failed: () => words.failed });
