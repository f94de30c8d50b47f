// What becomes of a program in an editor, wherever that stands: what does not compile is marked in it, its text is formatted,
// and keys run and stop it.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Diagnostic } from "../toolchain/messages.js";
import type { CodeEditor } from "./code.js";
import type { Work } from "./work.js";

export class Editing implements ReactiveController {
  readonly #work: Work;
  readonly #run: () => void;
  #editor: CodeEditor | null = null;
  #marked: readonly Diagnostic[] = [];

  /** Run is told of the key that runs, also while a program is under way. */
  constructor(host: ReactiveControllerHost, work: Work, run: () => void) {
    this.#work = work;
    this.#run = run;
    host.addController(this);
  }

  /** Null until it is opened. */
  get editor(): CodeEditor | null {
    return this.#editor;
  }

  open(editor: CodeEditor): void {
    this.#editor = editor;
    editor.mark(this.#work.diagnostics);
  }

  hostUpdated(): void {
    const { diagnostics, busy } = this.#work;
    // An edit empties the list; the marks stay, and move with their text, until it is compiled again.
    if (diagnostics === this.#marked || (diagnostics.length === 0 && !busy)) return;
    this.#marked = diagnostics;
    this.#editor?.mark(diagnostics);
  }

  async format(): Promise<void> {
    if (this.#editor !== null) await this.#work.formatIn(this.#editor);
  }

  readonly key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#run();
    } else if (event.key === "Escape" && !event.defaultPrevented) {
      this.#work.stop();
    }
  };
}
