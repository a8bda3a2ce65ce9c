// A window of a browser behind WebDriver. WebDriver tells of nothing by itself: what happens on the page is kept there, and fetched with
// the answer of every script.
import { setTimeout as pause } from "node:timers/promises";
import { Locator } from "./locator.mjs";
import { mailbox } from "./mailbox.mjs";

/** The script that runs a function in the page, and takes along what happened there. */
const script = (work) => `
const given = [...arguments];
const done = given.pop();
const told = (result) => done({ ...result, mail: window.__mail?.splice(0) ?? [] });
Promise.resolve().then(() => (${work})(...given)).then((value) => told({ value }), (error) => told({ thrown: [String(error), error?.stack].join(" ") }));
`;

export class Page {
  #context;
  #window;
  #limit = 30_000;
  #closed = false;
  #handlers = { pageerror: [], console: [] };
  #exposed = new Map();
  #initial = [];

  constructor(context, window) {
    this.#context = context;
    this.#window = window;
  }

  setDefaultTimeout(ms) {
    this.#limit = ms;
  }

  waitForTimeout(ms) {
    return pause(ms);
  }

  on(event, handler) {
    this.#handlers[event].push(handler);
  }

  async exposeFunction(name, work) {
    this.#exposed.set(name, work);
  }

  /** What runs on every page; not before the page's own scripts, but right after them. */
  async addInitScript(work) {
    this.#initial.push(work);
  }

  send(name, parameters = {}) {
    return this.#context.send(this.#window, name, parameters);
  }

  async goto(url) {
    await this.send("Navigate", { url });
    await this.#opened();
  }

  async reload() {
    await this.send("Refresh");
    await this.#opened();
  }

  async #opened() {
    await this.run(mailbox, [...this.#exposed.keys()]);
    for (const work of this.#initial) await this.run(work, []);
  }

  async close() {
    if (!this.#closed) await this.send("CloseWindow");
    this.#closed = true;
  }

  evaluate(work, argument) {
    return this.run(work, [argument]);
  }

  /** An argument may be an element, as WebDriver tells it. */
  async run(work, args) {
    const { value, thrown, mail } = await this.send("ExecuteAsyncScript", { script: script(work), args });
    for (const { name, args } of mail) {
      if (name === "pageerror") this.#handlers.pageerror.forEach((handler) => handler(new Error(args[0])));
      else if (name === "console") this.#handlers.console.forEach((handler) => handler({ type: () => "error", text: () => args[0] }));
      else this.#exposed.get(name)(...args);
    }
    if (thrown !== undefined) throw new Error(thrown);
    return value ?? undefined;
  }

  waitForFunction(work, argument, { timeout } = {}) {
    return this.until("a function of the page", () => this.evaluate(work, argument), timeout);
  }

  /** What `look` gives as soon as it gives something. */
  async until(what, look, timeout = this.#limit) {
    for (const end = Date.now() + timeout; ; await pause(50)) {
      const found = await look();
      if (found) return found;
      if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}`);
    }
  }

  keyboard = {
    press: async (key) => {
      const value = { Escape: "\uE00C" }[key];
      const actions = [{ type: "keyDown", value }, { type: "keyUp", value }];
      await this.send("PerformActions", { actions: [{ type: "key", id: "keyboard", actions }] });
    },
  };

  locator(css, options) {
    return new Locator(this).locator(css, options);
  }

  getByRole(role, options) {
    return new Locator(this).getByRole(role, options);
  }

  getByLabel(text, options) {
    return new Locator(this).getByLabel(text, options);
  }

  getByText(text) {
    return new Locator(this).getByText(text);
  }
}
