// The page at /edit/: a program of the reader's own.

import { velocidade } from "../api.js";
import "../dev.js";
import { EditorPage } from "../editor/page.js";
import editor from "../styles/editor.css" with { type: "text" };
import { instrument } from "../styles/instrument.js";
import own from "../styles/own.css" with { type: "text" };
import "../styles/page.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(editor + own);
document.adoptedStyleSheets.push(instrument, sheet);

window.velocidade = velocidade;
// A new version is announced by the playground, and waits here as there.
addEventListener("load", () => void import("../offline/register.js").then(({ keepOffline }) => keepOffline(() => {})));
customElements.define("velocidade-editor", EditorPage);
