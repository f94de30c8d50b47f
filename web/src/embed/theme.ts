// The custom properties by which a page around an embed sets its colours and type.

import type { Theme } from "./messages.js";

type Name = Exclude<keyof Theme, "scheme">;

/** Each with the property that its value must be good for. */
const PROPERTIES: readonly (readonly [name: Name, variable: string, kind: string])[] = [
  ["ground", "--velocidade-ground", "color"],
  ["raised", "--velocidade-raised", "color"],
  ["ink", "--velocidade-ink", "color"],
  ["quiet", "--velocidade-quiet", "color"],
  ["faint", "--velocidade-faint", "color"],
  ["rule", "--velocidade-rule", "color"],
  ["accent", "--velocidade-accent", "color"],
  ["onAccent", "--velocidade-on-accent", "color"],
  ["face", "--velocidade-face", "font-family"],
];

/** The theme that an element's surroundings give it. */
export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const set = PROPERTIES.flatMap(([name, variable]) => {
    const value = style.getPropertyValue(variable).trim();
    return value === "" ? [] : [[name, value] as const];
  });
  const scheme = style.colorScheme;
  return { ...(scheme === "light" || scheme === "dark" ? { scheme } : {}), ...Object.fromEntries(set) };
}

/** Sets a theme on a page. It comes from another origin: what is no colour, or no list of fonts, is passed over. */
export function applyTheme(root: HTMLElement, theme: unknown): void {
  if (typeof theme !== "object" || theme === null) return;
  const given = new Map<string, unknown>(Object.entries(theme));
  for (const [name, variable, kind] of PROPERTIES) {
    const value = given.get(name);
    if (typeof value === "string" && value.length < 200 && !/url|var|\/\*/i.test(value) && CSS.supports(kind, value)) {
      root.style.setProperty(variable, value);
    } else root.style.removeProperty(variable);
  }
  const scheme = given.get("scheme");
  root.style.colorScheme = scheme === "light" || scheme === "dark" ? scheme : "";
}
