// Chooses a program: a field that searches, and a list grouped as the manifest groups it. The pattern is the combobox of
// the ARIA Authoring Practices with a grouped listbox: focus stays in the field, arrows move the active option.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Program } from "../manifest.js";
import { Part } from "./part.js";

export class Picker extends Part {
  static override properties = {
    programs: { attribute: false },
    chosen: { attribute: false },
    fault: { attribute: false },
    open: { state: true },
    search: { state: true },
    active: { state: true },
  };

  declare programs: readonly Program[];
  /** Name of the program chosen, or what the address gave in its place. */
  declare chosen: string;
  declare fault: string | undefined;
  declare open: boolean;
  declare search: string;
  /** Index of the active option among those found. */
  declare active: number;

  constructor() {
    super();
    this.programs = [];
    this.chosen = "";
    this.fault = undefined;
    this.open = false;
    this.search = "";
    this.active = 0;
  }

  override render(): TemplateResult {
    const found = this.#found();
    const title = this.programs.find((p) => p.name === this.chosen)?.title ?? this.chosen;
    const active = this.open ? found[this.active] : undefined;
    return html`
      <label for="program">Program</label>
      <div class="picker">
        <input id="program" type="text" role="combobox" autocomplete="off" spellcheck="false" aria-expanded=${this.open}
          aria-controls="programs" aria-autocomplete="list"
          aria-activedescendant=${active === undefined ? nothing : `program-${active.name}`}
          aria-invalid=${this.fault !== undefined} aria-describedby=${this.fault === undefined ? nothing : "program-fault"}
          placeholder=${this.open ? "Search programs" : ""} .value=${this.open ? this.search : title}
          @input=${this.#typed} @focus=${selectAll} @click=${this.#show} @keydown=${this.#key} @blur=${this.#hide} />
        <svg class="chevron" width="12" height="8" viewBox="0 0 12 8" aria-hidden="true"><path d="M1 1l5 5 5-5" /></svg>
        <div id="programs" role="listbox" aria-label="Programs" ?hidden=${!this.open} @pointerdown=${keepFocus}>
          ${this.open ? this.#groups(found, active) : nothing}
        </div>
      </div>
      ${this.fault === undefined ? nothing : html`<p class="fault" id="program-fault">${this.fault}</p>`}
    `;
  }

  #groups(found: readonly Program[], active: Program | undefined): TemplateResult | TemplateResult[] {
    if (found.length === 0) return html`<p class="none">No program matches “${this.search}”.</p>`;
    const names = [...new Set(found.map((p) => p.group))];
    return names.map(
      (group, i) => html`<div role="group" aria-labelledby="group-${i}">
        <p class="group" id="group-${i}" role="presentation">${group}</p>
        ${found.filter((p) => p.group === group).map((p) => this.#option(p, p === active))}
      </div>`,
    );
  }

  #option(program: Program, active: boolean): TemplateResult {
    return html`<div role="option" id="program-${program.name}" class=${active ? "active" : ""}
      aria-selected=${program.name === this.chosen} @click=${() => this.#choose(program)}>
      <span class="title">${program.title}</span><span class="summary">${program.summary}</span>
    </div>`;
  }

  /** Programs that have every word of the search, in the order of the list. */
  #found(): readonly Program[] {
    const words = this.search.toLowerCase().split(/\s+/).filter(Boolean);
    return this.programs.filter((p) => {
      const text = `${p.name} ${p.title} ${p.summary} ${p.group}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  #show(): void {
    if (this.open) return;
    this.search = "";
    this.open = true;
    this.active = Math.max(
      0,
      this.programs.findIndex((p) => p.name === this.chosen),
    );
  }

  #hide(): void {
    this.open = false;
    this.search = "";
  }

  #typed(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.search = event.target.value;
    this.open = true;
    this.active = 0;
  }

  #choose(program: Program): void {
    this.#hide();
    this.dispatchEvent(new CustomEvent("choose", { detail: program.name }));
  }

  #key(event: KeyboardEvent): void {
    const last = this.#found().length - 1;
    const move = (to: number) => {
      event.preventDefault();
      if (!this.open) this.#show();
      else this.active = Math.min(Math.max(to, 0), Math.max(last, 0));
    };
    switch (event.key) {
      case "ArrowDown":
        move(this.active + 1);
        return;
      case "ArrowUp":
        move(this.active - 1);
        return;
      case "PageDown":
        move(this.active + 5);
        return;
      case "PageUp":
        move(this.active - 5);
        return;
      case "Enter": {
        if (!this.open || event.ctrlKey || event.metaKey) return;
        // Enter would submit the form, and so start a run.
        event.preventDefault();
        const program = this.#found()[this.active];
        if (program !== undefined) this.#choose(program);
        return;
      }
      case "Escape":
        if (!this.open) return;
        // The list closes; a run under way goes on.
        event.stopPropagation();
        this.#hide();
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (this.open && (changed.has("active") || changed.has("open"))) {
      this.querySelector(".active")?.scrollIntoView({ block: "nearest" });
    }
  }
}

/** What is typed next replaces the title. */
function selectAll(event: Event): void {
  if (event.target instanceof HTMLInputElement) event.target.select();
}

/** A press on the list leaves the focus in the field, so that the list stays open for the click. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

customElements.define("velocidade-picker", Picker);
