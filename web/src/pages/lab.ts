// The page at /lab/: every laboratory, each under an address of its own (#race), none of which starts by itself.

import laboratories from "velocidade:labs";
import "../dev.js";
import "../elements/lab/lab.js";
import { html, render } from "lit";
import "../styles/page.css";
import "../elements/lab/page.css";

const main = document.querySelector("main");
if (main !== null) {
  render(
    html`<nav aria-label="Laboratories">
        <ol>${laboratories.map((lab) => html`<li><a href="#${lab.name}">${lab.title}</a></li>`)}</ol>
      </nav>
      <div>${laboratories.map(
        (lab) => html`<velocidade-lab id=${lab.name} name=${lab.name} args=${argsFor(lab.name)}></velocidade-lab>`,
      )}</div>`,
    main,
  );
  // What the address asks for was not there when the browser looked.
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

/** An address can set one laboratory up: /lab/?race=runs=20,adds=1000#race. */
function argsFor(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? "";
}
