/**
 * Runs in the page: keeps what goes wrong on it, and the calls of functions that the test exposes, until they are fetched. What a script of
 * WebDriver calls `globalThis` need not be the page's own.
 */
export function mailbox(...names) {
  const mail = (window.__mail ??= []);
  const put = (name) => (...args) => void mail.push({ name, args });
  for (const name of names) window[name] = put(name);
  const wrong = put("pageerror");
  window.addEventListener("error", ({ error, message }) => wrong(String(error ?? message)));
  window.addEventListener("unhandledrejection", ({ reason }) => wrong(String(reason)));
  const { console } = window;
  const { error } = console;
  console.error = (...args) => {
    put("console")(args.map(String).join(" "));
    error.apply(console, args);
  };
}
