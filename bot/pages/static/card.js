// Draws the current card into the one section that holds it, changing only what differs.

import { all, fill, find, make, paragraphs, write } from "./make.js";

const SAFE_LINK = /^(https?:|mailto:|tel:|\/)/;
const ORDER = { back: 0, plain: 1, link: 2, main: 3, choice: 4, send: 5 };
const SIGNS = /^\s*[←→✓☐☑]\s*/u;

export const plainLabel = (button) => button.label.replace(SIGNS, "");

export function drawCard(root, card, words, tap) {
  root.hidden = false;
  write(find(".notice", root), card.notice);
  const place = card.progress ? fill(words.place, { at: card.progress[0], all: card.progress[1] }) : "";
  write(find(".place", root), [place, card.within].filter(Boolean).join(" · "));
  write(find("h2", root), card.title);
  write(find(".hint", root), card.hint);
  drawMedia(find(".media", root), card.media ?? [], words);
  drawBody(find(".body", root), card.body);
  write(find(".written", root), card.written && fill(words.written, { answer: card.written }));
  drawRows(find(".rows", root), card.buttons.filter((row) => row.length).map(sorted), tap, words);
}

/** Changed only where the files differ, so that a recording goes on while choices are tapped. */
function drawMedia(root, media, words) {
  const shown = media.map(({ digest }) => digest).join(" ");
  if (root.dataset.shown === shown) return;
  root.dataset.shown = shown;
  root.hidden = !shown;
  root.replaceChildren(...media.map((medium) => drawMedium(medium, words)));
}

export function drawMedium({ kind, digest, text }, words) {
  const src = `/media/${digest}`;
  if (kind === "image") return make("img", { src, alt: fill(words.picture, { text }) });
  if (kind === "file") return make("a", { href: src, target: "_blank", rel: "noopener" }, fill(words.document, { text }));
  const audio = make("audio", { src, controls: true, preload: "none" });
  audio.setAttribute("aria-label", fill(words.recording, { text }));
  return audio;
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

export function drawRows(root, rows, tap, words) {
  const shape = rows.map((row) => row.map(shapeOf).join(" ")).join("\n");
  if (root.dataset.shape !== shape) rebuild(root, rows, shape, words);
  const nodes = all(".button", root);
  rows.flat().forEach((button, at) => dressButton(nodes[at], button, tap));
}

/** Where the focused choice has gone, the focus stays among the choices. */
function rebuild(root, rows, shape, words) {
  const at = all(".choice", root).indexOf(document.activeElement);
  root.replaceChildren(...rows.map((row) => make("div", { className: rowClass(row) }, ...row.flatMap((button) => blank(button, words)))));
  root.dataset.shape = shape;
  const choices = all(".choice", root);
  if (at >= 0) choices[Math.min(at, choices.length - 1)]?.focus({ preventScroll: true });
}

const shapeOf = ({ role, media }) => [role, ...(media ?? []).map(({ digest }) => digest)].join("+");

const rowClass = (row) => (row.some(({ role }) => role === "choice") ? "row choices" : "row");

/** A button, below what is seen and heard with it. */
function blank({ role, media }, words) {
  const node = role === "link" ? make("a", { rel: "noopener noreferrer", target: "_blank" }) : make("button", { type: "button" });
  node.className = `button ${role}`;
  return [...(media ?? []).map((medium) => drawMedium(medium, words)), node];
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
