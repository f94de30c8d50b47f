// The page at /reloop/: what a module of the reader's gains from wasm/reloop.

import "../dev.js";
import { RewriterPage } from "../rewriter/page.js";
import { instrument } from "../styles/instrument.js";
import rewriter from "../styles/rewriter.css" with { type: "text" };
import "../styles/page.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(rewriter);
document.adoptedStyleSheets.push(instrument, sheet);

// The package lies beside the pages of this site, wherever that is.
for (const host of document.querySelectorAll(".package"))
  host.textContent = new URL("../reloop.tgz", location.href).href;

customElements.define("velocidade-rewriter", RewriterPage);
