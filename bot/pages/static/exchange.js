// What was asked and answered during this visit. It is kept in memory only.

import { all, make } from "./make.js";

const LONGEST = 50;

/** The same question, however often its card was drawn; another one may be put in the same words. */
export const sameQuestion = (one, other) => one.title === other.title && at(one) === at(other) && (one.title !== "" || one.body === other.body);

const at = ({ progress }) => progress?.[0];

export class Exchange {
  constructor(log) {
    this.log = log;
    this.picked = [];
    this.back = { question: "", answer: "" };
  }

  /** From `before` to `after` because of `action`; a pair of bubbles if that was an answer. */
  turned(before, after, action) {
    if (!sameQuestion(before, after)) this.left(before, after, action);
    else if (after.notice || action.role !== "choice") this.picked = [];
    else this.picked.push(action.text);
  }

  left(before, after, action) {
    const answer = this.answer(before, action);
    this.picked = [];
    if (action.role === "back") this.takeBack(after.title);
    else if (answer) this.add(before.title, answer);
  }

  /** Empty where the survey asked nothing: an explanation, a receipt code, a page of help. */
  answer(before, action) {
    if (!before.progress || action.role === "command") return "";
    if (action.role === "choice") return [...this.picked, action.text, ...this.lastPlace(before, action)].join(" · ");
    const chosen = before.buttons.flat().filter((button) => button.chosen);
    if (action.role !== "main") return action.text;
    return chosen.map((button) => button.label).join(" · ") || this.kept(before) || action.text;
  }

  /** What stood before a person came back to this question, and left it as it was. */
  kept({ title, written }) {
    return written || (this.back.question === title ? this.back.answer : "");
  }

  /** In an order, where what has its place is no longer offered, the one that was left over has the last place. */
  lastPlace({ buttons }, { text }) {
    const offered = buttons.flat().filter(({ role }) => role === "choice").map(({ label }) => label);
    const ordered = this.picked.length && !this.picked.some((label) => offered.includes(label));
    const left = offered.filter((label) => label !== text);
    return ordered && left.length === 1 ? left : [];
  }

  add(question, answer) {
    this.log.append(
      make("div", { className: "pair" }, bubble("asked", question), bubble("answered", answer)),
    );
    all(".pair", this.log).slice(0, -LONGEST).forEach((pair) => pair.remove());
  }

  takeBack(question) {
    const last = all(".pair", this.log).at(-1);
    if (last?.firstChild.textContent !== question) return;
    this.back = { question, answer: last.lastChild.textContent };
    last.remove();
  }

  clear() {
    this.log.replaceChildren();
  }
}

export function bubble(kind, text) {
  return make("p", { className: `bubble ${kind}`, dir: "auto", textContent: text });
}
