// The menu, and the dialogs behind it: going on from another device, forgetting this one.

import { all, find, write } from "./make.js";

const menu = find("#menu");
const button = find("#menu-button");

function open(yes) {
  menu.hidden = !yes;
  button.setAttribute("aria-expanded", yes);
}

function choose(node, act) {
  node.addEventListener("click", () => {
    open(false);
    button.focus();
    act();
  });
}

export function prepareMenu(send) {
  button.addEventListener("click", () => open(menu.hidden));
  addEventListener("click", ({ target }) => menu.contains(target) || button.contains(target) || open(false));
  find("header").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    open(false);
    button.focus();
  });
  for (const node of all("[data-command]")) choose(node, () => send(node.dataset.command));
  for (const node of all("[data-dialog]")) choose(node, () => find(`#${node.dataset.dialog}`).showModal());
  for (const node of all("[data-close]")) node.addEventListener("click", () => node.closest("dialog").close());
}

/** `left` is called when this device is forgotten; `failed` gives the words for what did not work. */
export function prepareForms({ left, failed }) {
  posted(find("#return"), failed, () => location.reload());
  posted(find("#leave"), failed, () => {
    find("#leave-dialog").close();
    left();
  });
}

function posted(form, failed, done) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = await post(form).catch(failed);
    write(find(".notice", form), wrong);
    if (!wrong) done();
  });
}

/** Gives why it was not taken; empty if it was. */
async function post(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("language", document.documentElement.lang);
  const response = await fetch(`${location.pathname}/${form.id}`, { method: "POST", body });
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()).toast ?? "";
}
