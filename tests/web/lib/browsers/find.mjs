/** Runs in the page: the elements that the steps of a locator lead to. */
export function find(steps) {
  const ROLES = { banner: "header", button: "button", checkbox: "input[type=checkbox]", dialog: "dialog[open]", list: "ul, ol" };
  const tidy = (text) => text.replace(/\s+/g, " ").trim();
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true });
  const said = (ids) => ids.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  /** By what a label calls it. */
  const labelled = (element) => {
    const [by, label] = [element.getAttribute("aria-labelledby"), element.getAttribute("aria-label")];
    return by !== null ? said(by) : label ?? [...(element.labels ?? [])].map(({ textContent }) => textContent).join(" ");
  };
  const named = (element) => tidy(labelled(element) || element.textContent || element.title);
  const matches = (text, { text: wanted, source, flags }, exact = false) => {
    if (wanted === undefined) return new RegExp(source, flags).test(tidy(text));
    return exact ? tidy(text) === wanted : tidy(text).toLowerCase().includes(wanted.toLowerCase());
  };
  const below = (roots, css) => [...new Set(roots.flatMap((root) => [...root.querySelectorAll(css)]))];
  const taken = (found, step) => {
    if (step.css !== undefined) {
      const all = below(found, step.css.replaceAll(":visible", ""));
      return step.css.endsWith(":visible") ? all.filter(isVisible) : all;
    }
    if (step.role !== undefined) {
      const all = below(found, `[role=${step.role}], :is(${ROLES[step.role]}):not([role])`).filter(isVisible);
      return step.name === undefined ? all : all.filter((element) => matches(named(element), step.name));
    }
    if (step.label !== undefined) return below(found, "*").filter((element) => matches(labelled(element), step.label, step.exact) && labelled(element) !== "");
    if (step.within !== undefined) {
      const all = below(found, "body *").filter((element) => matches(element.textContent, step.within));
      return all.filter((element) => !all.some((other) => other !== element && element.contains(other)));
    }
    if (step.hasText !== undefined) return found.filter((element) => matches(element.textContent, step.hasText));
    if (step.has !== undefined) return found.filter((element) => step.has.reduce(taken, [element]).length > 0);
    return found.slice(step.nth, step.nth + 1);
  };
  return steps.reduce(taken, [document]);
}
