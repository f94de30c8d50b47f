// Style sheets of parts that are loaded late: a page that never shows one is not sent its style.

/** Gives a style sheet to whatever an element stands in, the page or a shadow root, once. */
export function adopt(element: Element, sheet: CSSStyleSheet): void {
  const root = element.getRootNode();
  if (root instanceof Document || root instanceof ShadowRoot) {
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  }
}
