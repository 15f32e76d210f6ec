// Small helpers for the document.

export const find = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

export function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** Sets a text only where it differs, so that a screen reader is not told twice; hides what is empty. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = !text;
}

export function fill(pattern, values) {
  return pattern.replace(/%\((\w+)\)[sd]/g, (_, name) => values[name]);
}

const CODE = /^([A-Z2-7]{4}-)+[A-Z2-7]{4}$/;
const ANSWER = /^(\d+\. )?\u2068([^\u2068\u2069]+)\u2069:? \u2068(.*)\u2069$/;

/** Each line a paragraph; a receipt code, a point of a list and a question with its answer each in its own form. */
export function paragraphs(text) {
  return text.split("\n").filter((line) => line.trim()).map(paragraph);
}

function paragraph(line) {
  const [answered, number = "", question, answer] = line.match(ANSWER) ?? [];
  if (answered) return make("p", { className: "answer" }, make("span", {}, number + question), make("b", {}, make("bdi", {}, answer)));
  if (CODE.test(line)) return make("p", { className: "code", dir: "ltr" }, line);
  return make("p", { className: line.startsWith("• ") ? "point" : "" }, line);
}
