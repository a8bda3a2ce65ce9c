// A browser that is driven by the commands of WebDriver, with the part of Playwright's interface that the tests use.
import { Page } from "./page.mjs";

/** How long a script may take, which with Playwright has no limit. */
const timeouts = { script: 300_000 };

export class WebDriver {
  #start;
  #end;
  #contexts = new Set();

  /** `start` starts a browser with a profile of its own, `{ send, end }`, that can do what it is asked for; `end` ends what else there is. */
  constructor(start, end = () => undefined) {
    this.#start = start;
    this.#end = end;
  }

  async newContext({ viewport, ignoreHTTPSErrors = false } = {}) {
    const session = await this.#start({ timeouts, acceptInsecureCerts: ignoreHTTPSErrors });
    const first = await session.send("GetWindowHandle");
    const context = new Context(session, first, viewport, () => this.#contexts.delete(context));
    this.#contexts.add(context);
    return context;
  }

  /** A page in a context that ends with it. */
  async newPage() {
    const context = await this.newContext();
    const page = await context.newPage();
    page.close = () => context.close();
    return page;
  }

  async close() {
    for (const context of this.#contexts) await context.close();
    await this.#end();
  }
}

class Context {
  #session;
  #viewport;
  #over;
  #turn = Promise.resolve();
  #first;
  #current;

  constructor(session, first, viewport, over) {
    this.#session = session;
    this.#first = this.#current = first;
    this.#viewport = viewport ?? { width: 1280, height: 720 };
    this.#over = over;
  }

  /** A window of its own: a tab behind another one is hidden from its page, and slowed down. The first window stays: a browser ends with its last. */
  async newPage() {
    const { handle } = await this.send(this.#first, "NewWindow", { type: "window" });
    const page = new Page(this, handle);
    await page.send("SetWindowRect", this.#viewport);
    return page;
  }

  /** A command to a window. A session carries out one command at a time. */
  send(window, name, parameters) {
    return this.#next(async () => {
      if (this.#current !== window) await this.#session.send("SwitchToWindow", { handle: window });
      this.#current = window;
      return this.#session.send(name, parameters);
    });
  }

  async close() {
    this.#over();
    await this.#next(() => this.#session.end());
  }

  #next(work) {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
