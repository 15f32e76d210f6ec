// Draws the current card into the one section that holds it, changing only what differs.

import { all, fill, find, make, paragraphs, write } from "./make.js";

const SAFE_LINK = /^(https?:|mailto:|tel:|\/)/;
const ORDER = { back: 0, plain: 1, link: 2, main: 3, choice: 4, send: 5 };
const SIGNS = /^\s*[←→✓☐☑]\s*/u;

export const plainLabel = (button) => button.label.replace(SIGNS, "");

export function drawCard(root, card, words, tap) {
  root.hidden = false;
  write(find(".notice", root), card.notice);
  write(find(".place", root), card.progress ? fill(words.place, { at: card.progress[0], all: card.progress[1] }) : "");
  write(find("h2", root), card.title);
  write(find(".hint", root), card.hint);
  drawBody(find(".body", root), card.body);
  write(find(".written", root), card.written && fill(words.written, { answer: card.written }));
  drawRows(find(".rows", root), card.buttons.filter((row) => row.length).map(sorted), tap);
}

function drawBody(body, text) {
  if (body.dataset.text === text) return;
  body.dataset.text = text;
  body.replaceChildren(...paragraphs(text));
  body.hidden = !text;
}

/** The way back first, the way on last; answers stay as they are. */
function sorted(row) {
  return row.some(({ role }) => role === "choice") ? row : [...row].sort((a, b) => ORDER[a.role] - ORDER[b.role]);
}

export function drawRows(root, rows, tap) {
  const shape = rows.map((row) => row.map(({ role }) => role).join(" ")).join("\n");
  if (root.dataset.shape !== shape) rebuild(root, rows, shape);
  const nodes = all(".button", root);
  rows.flat().forEach((button, at) => dressButton(nodes[at], button, tap));
}

/** Where the focused choice has gone, the focus stays among the choices. */
function rebuild(root, rows, shape) {
  const at = all(".choice", root).indexOf(document.activeElement);
  root.replaceChildren(...rows.map((row) => make("div", { className: rowClass(row) }, ...row.map(blank))));
  root.dataset.shape = shape;
  const choices = all(".choice", root);
  if (at >= 0) choices[Math.min(at, choices.length - 1)]?.focus({ preventScroll: true });
}

const rowClass = (row) => (row.some(({ role }) => role === "choice") ? "row choices" : "row");

function blank({ role }) {
  const node = role === "link" ? make("a", { rel: "noopener noreferrer", target: "_blank" }) : make("button", { type: "button" });
  node.className = `button ${role}`;
  return node;
}

function dressButton(node, button, tap) {
  if (node.textContent !== plainLabel(button)) node.textContent = plainLabel(button);
  node.removeAttribute("aria-busy");
  if (button.role === "link") {
    if (SAFE_LINK.test(button.data)) node.href = button.data;
    return;
  }
  if (button.role === "choice") node.setAttribute("aria-pressed", button.chosen);
  node.onclick = () => {
    if (node.getAttribute("aria-busy")) return;
    node.setAttribute("aria-busy", "true");
    tap(button, node);
  };
}
