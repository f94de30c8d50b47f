// The style sheet of what is loaded late, adopted by the document once.

import sheet from "./share.css" with { type: "text" };

let adopted = false;

export function adopt(): void {
  if (adopted) return;
  adopted = true;
  const style = new CSSStyleSheet();
  style.replaceSync(sheet);
  document.adoptedStyleSheets.push(style);
}
