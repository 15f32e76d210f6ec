// The connection: keeps what was sent until it is acknowledged, and comes back by itself.

const WAITS = [300, 1000, 2000, 4000, 8000, 15000];
const SLOW = 2000;
const SILENT = 12000;
const TOO_BIG = 1009;

export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Line {
  /**
   * `address(met)` gives where to connect, `met` once we are known; `hear(frame, entry)` takes what comes, with what it acknowledges;
   * `changed(well)` is told when it is slow, and when all is well again.
   */
  constructor({ address, hear, changed }) {
    Object.assign(this, { address, hear, changed });
    this.waiting = [];
    this.tries = 0;
    this.met = this.over = this.late = false;
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.lost());
    addEventListener("pageshow", () => this.again());
    document.addEventListener("visibilitychange", () => document.hidden || this.again());
  }

  open() {
    clearTimeout(this.retry);
    this.hurry();
    const socket = new WebSocket(this.address(this.met));
    this.socket = socket;
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => this.heard(JSON.parse(event.data));
    socket.onclose = (event) => this.closed(event.code);
  }

  opened() {
    this.waiting.forEach((entry) => this.post(entry));
  }

  /** Sends now, or when the connection is back. `about` stays with it and comes back to `hear`. */
  send(message, about) {
    const entry = { message: { id: randomId(), ...message }, about };
    this.waiting.push(entry);
    this.hurry();
    if (this.socket?.readyState === WebSocket.OPEN) this.post(entry);
    else this.again();
  }

  post(entry) {
    this.socket.send(JSON.stringify(entry.message));
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.waiting.length && this.drop(), SILENT);
  }

  heard(frame) {
    const entry = frame.ack && this.waiting.find(({ message }) => message.id === frame.ack);
    if (entry) this.waiting.splice(this.waiting.indexOf(entry), 1);
    if (!this.waiting.length) this.settle();
    this.met ||= Boolean(frame.card && !frame.started);
    this.hear(frame, entry);
  }

  closed(code) {
    if (code === TOO_BIG) this.waiting.shift();
    this.socket = null;
    if (this.over) return;
    this.hurry();
    const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    this.retry = setTimeout(() => this.open(), wait * (0.5 + Math.random()));
  }

  /** Leaves a connection that may be dead without waiting for it to say so. */
  drop() {
    if (!this.socket) return;
    const { socket } = this;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.closed();
  }

  again() {
    if (this.over || this.socket) return;
    this.tries = 0;
    this.open();
  }

  hurry() {
    this.slow ??= setTimeout(() => this.complain(), SLOW);
  }

  complain() {
    this.late = true;
    this.changed(false);
  }

  lost() {
    if (this.over) return;
    this.drop();
    this.complain();
  }

  settle() {
    this.tries = 0;
    clearTimeout(this.slow);
    this.slow = undefined;
    if (this.late) this.changed(true);
    this.late = false;
  }

  end() {
    this.over = true;
    this.settle();
    clearTimeout(this.retry);
    this.drop();
  }
}
