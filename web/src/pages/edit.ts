// The page at /edit/: a program of the reader's own.

import { velocidade } from "../api.js";
import "../dev.js";
import { EditorPage } from "../editor/page.js";
import editor from "../styles/editor.css" with { type: "text" };
import { instrument } from "../styles/instrument.js";
import "../styles/page.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(editor);
document.adoptedStyleSheets.push(instrument, sheet);

window.velocidade = velocidade;
customElements.define("velocidade-editor", EditorPage);
