// How the tests name elements of a page, and what they do with them: the part of Playwright's locators that they use.
import { find } from "./find.mjs";

/** By what name elements come back from WebDriver. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Texts and expressions, as a page can be told them. */
const plain = (text) => (text instanceof RegExp ? { source: text.source, flags: text.flags } : { text });

export class Locator {
  #page;
  #steps;

  constructor(page, steps = []) {
    this.#page = page;
    this.#steps = steps;
  }

  #with(step) {
    return new Locator(this.#page, [...this.#steps, step]);
  }

  locator(css, { hasText, has } = {}) {
    const filters = [...(hasText === undefined ? [] : [{ hasText: plain(hasText) }]), ...(has === undefined ? [] : [{ has: has.#steps }])];
    return new Locator(this.#page, [...this.#steps, { css }, ...filters]);
  }

  getByRole(role, { name } = {}) {
    return this.#with({ role, name: name === undefined ? undefined : plain(name) });
  }

  getByLabel(text, { exact = false } = {}) {
    return this.#with({ label: plain(text), exact });
  }

  getByText(text) {
    return this.#with({ within: plain(text) });
  }

  nth(at) {
    return this.#with({ nth: at });
  }

  first() {
    return this.nth(0);
  }

  async #all() {
    return (await this.#page.run(find, [this.#steps])) ?? [];
  }

  /** The one element; waits for it. */
  async #one() {
    const said = JSON.stringify(this.#steps);
    const all = await this.#page.until(said, async () => {
      const found = await this.#all();
      return found.length > 0 && found;
    });
    if (all.length > 1) throw new Error(`there are ${all.length} of ${said}`);
    return all[0];
  }

  async count() {
    return (await this.#all()).length;
  }

  waitFor({ state = "visible", timeout } = {}) {
    const look = async () => {
      const found = await this.#all();
      if (state === "detached") return found.length === 0;
      return found.length > 0 && this.#page.run((...elements) => elements.some((element) => element.checkVisibility()), found);
    };
    return this.#page.until(JSON.stringify(this.#steps), look, timeout);
  }

  async evaluate(work) {
    return this.#page.run(work, [await this.#one()]);
  }

  allInnerTexts() {
    return this.evaluateAll((elements) => elements.map((element) => element.innerText));
  }

  async evaluateAll(work) {
    return this.#page.run(`(...elements) => (${work})(elements)`, await this.#all());
  }

  innerText() {
    return this.evaluate((element) => element.innerText);
  }

  /** As a person does it: the driver moves the pointer there. */
  async click() {
    await this.#send("ElementClick");
  }

  async check() {
    if (!(await this.evaluate((element) => element.checked))) await this.click();
  }

  async fill(text) {
    await this.#send("ElementClear");
    if (text !== "") await this.#send("ElementSendKeys", { text });
  }

  async #send(name, parameters) {
    await this.#page.send(name, { id: (await this.#one())[ELEMENT], ...parameters });
  }
}
