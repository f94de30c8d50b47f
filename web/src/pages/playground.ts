// The page at /: the playground, the public element, and window.velocidade.

import manifest from "velocidade:manifest";
import { velocidade } from "../api.js";
import "../dev.js";
import "../elements/bench.js";
import { Playground } from "../elements/playground.js";
import instrument from "../styles/instrument.css" with { type: "text" };
import "../styles/page.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(instrument);
document.adoptedStyleSheets.push(sheet);

window.velocidade = velocidade;
customElements.define(
  "velocidade-playground",
  class extends Playground {
    constructor() {
      super(manifest);
    }
  },
);
