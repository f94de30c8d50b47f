// Elements by their role and name where the browser itself is slow to tell them: Firefox, asked over WebDriver BiDi, has the
// page drawn twice for every element that has neither, which takes it seconds in a page full of plots. Here elements are
// found by what gives them their role and name in our pages. That these are right is seen in Chromium, in the same tests.

import type { ElementHandle, Page } from "puppeteer-core";

/** The elements that have a role by themselves. */
const NATIVE: Readonly<Record<string, string>> = {
  button: "button, summary",
  checkbox: "input[type=checkbox]",
  combobox: "select",
  link: "a[href]",
  radio: "input[type=radio]",
  textbox: "input:not([type]), input[type=text], textarea",
};

/** The visible element of that role and name, or null while there is none. */
export async function named(page: Page, role: string, name: string): Promise<ElementHandle<Element> | null> {
  const found = await page.evaluateHandle(
    (css, wanted) => {
      const text = (node: Node | null | undefined) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();
      const nameOf = (element: Element): string => {
        const label = element.getAttribute("aria-label");
        if (label !== null) return label;
        const by = element.getAttribute("aria-labelledby");
        if (by !== null)
          return by
            .split(/\s+/)
            .map((id) => text(document.getElementById(id)))
            .join(" ");
        const labels = (element as HTMLInputElement).labels;
        return labels?.length ? text(labels[0]) : text(element);
      };
      const all = [...document.querySelectorAll(css)];
      return (
        all.find((element) => element.checkVisibility({ visibilityProperty: true }) && nameOf(element) === wanted) ??
        null
      );
    },
    [NATIVE[role], `[role="${role}"]`].filter(Boolean).join(", "),
    name,
  );
  return found.asElement() as ElementHandle<Element> | null;
}
