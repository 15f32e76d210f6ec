// What a card wants besides words: a file that is chosen here, or the place where the phone is.

import { randomId } from "./line.js";
import { fill, find } from "./make.js";

// Not "image/*": a phone that takes HEIC sends JPEG where HEIC is not asked for.
const ACCEPTS = { image: "image/jpeg,image/png,image/webp", audio: "audio/*", video: "video/*", file: "" };
const MB = 1e6;
const STEPS = 4;
const PATIENCE = 20000;
const OK = 200;
const CONFLICT = 409;
const TOO_LARGE = 413;

export class Giving {
  /** `words()`: those of the page; `tell(text)`: a word on how it goes; `place` and `sent` take what was given. */
  constructor({ words, tell, place, sent }) {
    Object.assign(this, { words, tell, place, sent });
    this.input = find("#file");
  }

  give(wants, button, node) {
    node.removeAttribute("aria-busy");
    if (wants.kind === "place") this.locate(wants, button, node);
    else this.choose(wants, button, node);
  }

  choose(wants, button, node) {
    Object.assign(this.input, { accept: ACCEPTS[wants.kind], value: "" });
    this.input.onchange = () => this.input.files[0] && this.send(this.input.files[0], wants, button, node);
    this.input.click();
  }

  send(file, wants, button, node) {
    if (file.size > wants.largest) return this.tell(this.tooLarge(wants));
    const request = new XMLHttpRequest();
    const end = (told) => {
      node.removeAttribute("aria-busy");
      this.tell(told);
    };
    request.upload.onprogress = ({ loaded, total }) => this.progress(loaded / total);
    request.onerror = () => end(this.words().not_sent);
    request.onload = () => {
      const why = this.refused(request, wants);
      end(why);
      if (!why) this.sent({ role: "given", text: this.words()[wants.kind], node });
    };
    node.setAttribute("aria-busy", "true");
    this.told = -1;
    this.progress(0);
    request.open("POST", `${location.pathname}/file?${new URLSearchParams({ id: randomId(), at: button.data })}`);
    request.send(file);
  }

  /** Why it was not taken; empty if it was, or the card has gone on: then the current one says what is true. */
  refused({ status, responseText }, wants) {
    if (status === OK) return JSON.parse(responseText).toast;
    if (status === TOO_LARGE) return this.tooLarge(wants);
    return status === CONFLICT ? "" : this.words().not_sent;
  }

  /** In a few steps, so that a screen reader is not told all the time. */
  progress(share) {
    const step = Math.floor(share * STEPS) / STEPS;
    if (step === this.told) return;
    this.told = step;
    const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(step);
    this.tell(fill(this.words().sending, { percent }));
  }

  tooLarge({ largest }) {
    return fill(this.words().too_large, { size: Math.floor(largest / MB) });
  }

  /** Rounded here already: nothing finer than is kept leaves the phone. */
  locate({ decimals }, button, node) {
    const failed = () => {
      node.removeAttribute("aria-busy");
      this.tell(this.words().not_located);
    };
    const found = ({ coords }) => {
      const at = [coords.latitude, coords.longitude].map((degrees) => Number(degrees.toFixed(decimals)));
      this.tell("");
      this.place(at, button.data, { role: "given", text: at.join(", "), node });
    };
    if (!navigator.geolocation) return failed();
    node.setAttribute("aria-busy", "true");
    this.tell(this.words().locating);
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: PATIENCE, maximumAge: 60000, enableHighAccuracy: decimals > 2 });
  }
}
