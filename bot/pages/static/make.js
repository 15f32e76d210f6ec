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
  return pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}

export function paragraphs(text) {
  return text.split("\n").filter((line) => line.trim()).map((line) => make("p", { textContent: line }));
}
