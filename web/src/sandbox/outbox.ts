// What waits to be handed to the page: in order, in parcels of a bounded size, one at a time.

import { type Ended, type Item, most } from "./messages.js";

/** Messages that may wait: a page that takes them in draws each before the next is measured. */
const WAITING = 512;

export class Outbox {
  readonly #send: (items: readonly Item[]) => void;
  #waiting: Item[] = [];
  #text = "";
  #under = false; // way
  #ended = false;

  constructor(send: (items: readonly Item[]) => void) {
    this.#send = send;
  }

  /** False where too much waits already. */
  add(item: Item): boolean {
    if (this.#ended) return true;
    if (item.kind === "printed") {
      this.#text += item.text;
    } else {
      this.#settle();
      if (this.#waiting.length >= WAITING) return false;
      this.#waiting.push(item);
    }
    this.#next();
    return true;
  }

  /** The last that is said. */
  end(how: Ended): void {
    if (this.#ended) return;
    this.#settle();
    this.#waiting.push({ kind: "ended", how });
    this.#ended = true;
    this.#next();
  }

  /** The page has taken in the last parcel. */
  taken(): void {
    this.#under = false;
    this.#next();
  }

  /** Puts the text that came since the last message into the row. */
  #settle(): void {
    if (this.#text !== "") this.#waiting.push({ kind: "printed", text: this.#text });
    this.#text = "";
  }

  #next(): void {
    if (this.#under) return;
    this.#settle();
    const items: Item[] = [];
    let room: number = most.parcelText;
    while (items.length < most.parcelItems && room > 0) {
      const [first] = this.#waiting;
      if (first === undefined) break;
      if (first.kind === "printed" && first.text.length > room) {
        const end = room - (/[\ud800-\udbff]/.test(first.text.charAt(room - 1)) ? 1 : 0);
        items.push({ kind: "printed", text: first.text.slice(0, end) });
        this.#waiting[0] = { kind: "printed", text: first.text.slice(end) };
        break;
      }
      items.push(first);
      this.#waiting.shift();
      if (first.kind === "printed") room -= first.text.length;
      if (first.kind === "report") break;
    }
    if (items.length === 0) return;
    this.#under = true;
    this.#send(items);
  }
}
