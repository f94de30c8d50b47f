// A program's source, highlighted when the site was built. Loaded when a reader opens it.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { HeavyPart } from "./part.js";

type Token = readonly [kind: string, text: string];

type State =
  | { readonly kind: "closed" }
  | { readonly kind: "loading" }
  | { readonly kind: "loaded"; readonly tokens: readonly Token[] }
  | { readonly kind: "failed"; readonly message: string };

export class Source extends HeavyPart {
  static override properties = {
    name: { attribute: false },
    code: { attribute: false },
    state: { state: true },
    open: { state: true },
  };

  declare name: string;
  /** Address of the tokens. */
  declare code: string;
  declare state: State;
  declare open: boolean;

  constructor() {
    super();
    this.name = "";
    this.code = "";
    this.state = { kind: "closed" };
    this.open = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("code")) this.state = { kind: "closed" };
    if (this.open && this.state.kind === "closed" && this.code !== "") void this.#load(this.code);
  }

  async #load(code: string): Promise<void> {
    this.state = { kind: "loading" };
    const state = await fetchTokens(code);
    // Another program may have been chosen meanwhile.
    if (code === this.code) this.state = state;
  }

  override render(): TemplateResult {
    return html`<details class="program-source" @toggle=${(event: Event) => {
      if (event.target instanceof HTMLDetailsElement) this.open = event.target.open;
    }}>
      <summary>The program’s source, kernels/${this.name}.go</summary>
      ${this.#body()}
    </details>`;
  }

  #body(): TemplateResult | typeof nothing {
    const { state } = this;
    switch (state.kind) {
      case "closed":
        return nothing;
      case "loading":
        return html`<p class="hint">Loading …</p>`;
      case "loaded":
        return html`<pre class="code" tabindex="0"><code>${state.tokens.map(highlighted)}</code></pre>`;
      case "failed":
        return html`<p class="fault">${state.message}
          <button type="button" class="quiet" @click=${() => void this.#load(this.code)}>Try again</button></p>`;
    }
  }
}

function highlighted([kind, text]: Token): string | TemplateResult {
  return kind === "" ? text : html`<span class=${kind}>${text}</span>`;
}

async function fetchTokens(code: string): Promise<State> {
  try {
    const response = await fetch(code);
    if (!response.ok)
      return { kind: "failed", message: `The source could not be loaded: the server said ${response.status}.` };
    const data: unknown = await response.json();
    if (!Array.isArray(data)) return { kind: "failed", message: "The source could not be read." };
    return { kind: "loaded", tokens: data.filter(isToken) };
  } catch {
    return { kind: "failed", message: "The source could not be loaded: the network is gone." };
  }
}

function isToken(data: unknown): data is Token {
  return Array.isArray(data) && data.length === 2 && data.every((part) => typeof part === "string");
}

customElements.define("velocidade-source", Source);
