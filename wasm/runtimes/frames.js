// A worker in JavaScript: runs parts of programs by their twins, on behalf of an executor of wasm/futures. In a browser
// web/src/engine's hosts run it, in Node worker.mjs. This is the JavaScript twin of wasm/futures/frame.go:
//
// What an executor and its worker processes say to each other. A message is a kind byte and then records, little-endian,
// without padding, so that a worker in another language needs no library to speak it:
//
//	to a worker    init   name text, payload text             call this first, once
//	               tasks  { id u32, name text, payload text } run these, in order
//	               stop   { id u32 }                          their callers gave up
//	               width  threads u32                         how many to run at a time
//	               back                                      send back what has not begun
//	from a worker  hello  booted f64, ready f64, runtime text ready for tasks; when its script began and when it was ready,
//	                                                          and what it runs on, in words
//	               failed error text                          the init call failed
//	               done   { id u32, ok u8, arrived f64, started f64, ended f64, result or error text }
//	               returned { id u32 }                        these have not begun, and will not here
//
// where text is a length (u32) and as many bytes, times are milliseconds since 1970, and an error is a TaskError as JSON.

const TASKS = 2;
const STOP = 3;
const INIT = 1;
const HELLO = 5;
const FAILED = 6;
const DONE = 7;
const BACK = 8;
const RETURNED = 9;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Milliseconds since 1970, by a clock that does not jump and is the same in all workers. */
export const now = () => performance.timeOrigin + performance.now();

/** For how long a worker with tasks waiting computes before it lets messages in: the executor may want those tasks back. */
const QUIET_MS = 20;

/**
 * Lets messages in that have arrived.
 * @returns {Promise<void>}
 */
const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

/** Takes records off a message. One that does not fit throws a RangeError. */
class Reader {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.at = 0;
  }

  more() {
    return this.at < this.data.length;
  }

  u8() {
    return this.view.getUint8(this.at++);
  }

  u32() {
    const value = this.view.getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  bytes() {
    const size = this.u32();
    if (size > this.data.length - this.at) throw new RangeError("a text is cut short");
    this.at += size;
    return this.data.subarray(this.at - size, this.at);
  }

  text() {
    return decoder.decode(this.bytes());
  }

  rest() {
    return this.data.subarray(this.at);
  }
}

const WIDTHS = { u8: 1, u32: 4, f64: 8 };

/**
 * A message of one kind with u8, u32, f64 and text fields, in the order in which they are given.
 * @param {number} kind
 * @param {readonly (["u8", number] | ["u32", number] | ["f64", number] | ["text", Uint8Array])[]} fields
 * @returns {Uint8Array}
 */
function message(kind, fields) {
  let size = 1;
  for (const field of fields) size += field[0] === "text" ? 4 + field[1].length : WIDTHS[field[0]];
  const data = new Uint8Array(size);
  const view = new DataView(data.buffer);
  data[0] = kind;
  let at = 1;
  for (const field of fields) {
    switch (field[0]) {
      case "u8":
        view.setUint8(at, field[1]);
        break;
      case "u32":
        view.setUint32(at, field[1], true);
        break;
      case "f64":
        view.setFloat64(at, field[1], true);
        break;
      case "text":
        view.setUint32(at, field[1].length, true);
        data.set(field[1], at + 4);
        at += 4 + field[1].length;
        continue;
    }
    at += WIDTHS[field[0]];
  }
  return data;
}

/**
 * A TaskError as JSON.
 * @param {unknown} error
 */
function errorOf(error) {
  const told = error instanceof Error ? { message: error.message, stack: error.stack ?? "" } : { message: String(error) };
  return encoder.encode(JSON.stringify(told));
}

/**
 * What a host brings to run tasks.
 * @typedef {object} Host
 * @property {number} booted when its script began
 * @property {(data: Uint8Array) => void} send
 * @property {(part: Part) => Uint8Array | Promise<Uint8Array>} run runs one range of one round of a program by its twin
 * @property {(source: string) => string | Promise<string>} [exec] runs a piece of source, and gives what it leaves as its result
 *
 * One range of one round of a program: wasm/lanes/part.go.
 * @typedef {object} Part
 * @property {string} program
 * @property {string} args its arguments as Go reads them
 * @property {Readonly<Record<string, number | readonly number[]>>} values its arguments
 * @property {string} json the same as JSON, in which a Float has a point: another language tells 1 from 1.0
 * @property {number} round
 * @property {Uint8Array} state
 * @property {number} lo
 * @property {number} hi
 */

/** Runs the tasks that arrive, one at a time, in order. */
export class Worker {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    /** @type {{ id: number, name: string, payload: Uint8Array, arrived: number }[]} */
    this.tasks = [];
    this.busy = false;
    this.ready = false;
  }

  /**
   * Says that the worker can take tasks, those that came early first.
   * @param {string} runtime what it runs on, in words
   */
  hello(runtime) {
    this.ready = true;
    this.host.send(
      message(HELLO, [
        ["f64", this.host.booted],
        ["f64", now()],
        ["text", encoder.encode(runtime)],
      ]),
    );
    void this.work();
  }

  /** @param {Uint8Array} data */
  receive(data) {
    const arrived = now();
    const reader = new Reader(data);
    switch (reader.u8()) {
      case INIT:
        this.host.send(message(FAILED, [["text", errorOf(`this worker has no function ${reader.text()} to begin with`)]]));
        break;
      case TASKS:
        while (reader.more()) {
          this.tasks.push({ id: reader.u32(), name: reader.text(), payload: reader.bytes(), arrived });
        }
        void this.work();
        break;
      case STOP:
        this.stop(reader.u32());
        break;
      case BACK:
        this.giveBack();
        break;
      // The width is of no use: there is one thread.
    }
  }

  /**
   * A task that has begun runs to its end: nothing can interrupt it.
   * @param {number} id
   */
  stop(id) {
    const at = this.tasks.findIndex((task) => task.id === id);
    const [task] = at < 0 ? [] : this.tasks.splice(at, 1);
    if (task === undefined) return;
    const error = encoder.encode(JSON.stringify({ message: "context canceled", context: "canceled" }));
    this.done(task.id, 0, task.arrived, now(), now(), error);
  }

  /** Has the executor give to another worker what has not begun here. */
  giveBack() {
    const ids = this.tasks.splice(0).map((task) => task.id);
    this.host.send(message(RETURNED, ids.map((id) => ["u32", id])));
  }

  async work() {
    if (this.busy || !this.ready) return;
    this.busy = true;
    let heard = now();
    for (let task = this.tasks.shift(); task !== undefined; task = this.tasks.shift()) {
      const started = now();
      let ok = 1;
      let data;
      try {
        data = await this.call(task.name, task.payload);
      } catch (error) {
        ok = 0;
        data = errorOf(error);
      }
      const ended = now();
      this.done(task.id, ok, task.arrived, started, ended, data);
      if (this.tasks.length > 0 && ended - heard >= QUIET_MS) {
        await turn();
        heard = now();
      }
    }
    this.busy = false;
  }

  /**
   * @param {string} name
   * @param {Uint8Array} payload
   * @returns {Promise<Uint8Array>}
   */
  async call(name, payload) {
    if (name === "part") return this.part(payload);
    if (name !== "exec" || this.host.exec === undefined) throw new Error(`this worker knows no function ${name}`);
    const result = await this.host.exec(JSON.parse(decoder.decode(payload)));
    return encoder.encode(JSON.stringify(result));
  }

  /** @param {Uint8Array} payload */
  async part(payload) {
    const reader = new Reader(payload);
    const { program, args, values: json, round, lo, hi } = JSON.parse(reader.text());
    const state = reader.rest();
    /** @type {Uint8Array} */
    let answer;
    let refused = 0;
    try {
      answer = await this.host.run({ program, args, values: JSON.parse(json), json, round, state, lo, hi });
    } catch (error) {
      // An error with a code is what a twin refuses with.
      if (!(error instanceof Error && "code" in error && typeof error.code === "string")) throw error;
      refused = 1;
      answer = encoder.encode(JSON.stringify({ code: error.code, field: program, message: error.message }));
    }
    const result = new Uint8Array(1 + answer.length);
    result[0] = refused;
    result.set(answer, 1);
    return result;
  }

  /**
   * @param {number} id
   * @param {number} ok
   * @param {number} arrived
   * @param {number} started
   * @param {number} ended
   * @param {Uint8Array} data
   */
  done(id, ok, arrived, started, ended, data) {
    this.host.send(
      message(DONE, [
        ["u32", id],
        ["u8", ok],
        ["f64", arrived],
        ["f64", started],
        ["f64", ended],
        ["text", data],
      ]),
    );
  }
}
