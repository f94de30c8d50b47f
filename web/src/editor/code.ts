// The editor itself: CodeMirror, in a shadow root, where it adopts its style sheets; in the document it would write style
// elements, which the page's policy refuses. Tab moves the focus on, as everywhere: lines are indented by Enter, by Ctrl-] and
// by formatting.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { go } from "@codemirror/lang-go";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, type Diagnostic as Mark, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Diagnostic } from "../toolchain/messages.js";
import { changeBetween } from "./change.js";

export interface CodeEvents {
  changed(source: string): void;
  /** Ctrl-Shift-F, or Alt-Shift-F as elsewhere. */
  format(): void;
}

/** Colours come from the page's custom properties, so that both themes have them. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], color: "var(--accent)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.string, tags.number, tags.character], color: "var(--blue)" },
  { tag: [tags.typeName, tags.bool, tags.null], color: "var(--violet)" },
  { tag: tags.function(tags.definition(tags.variableName)), fontWeight: "bold" },
]);

const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--raised)", color: "var(--ink)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "2px solid var(--blue)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.625rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--faint-text)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--accent)",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "0.2em",
  },
  ".cm-lint-marker-error": { content: "none" },
  ".cm-lint-marker-error::before": { content: '"●"', color: "var(--accent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--faint)" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--accent)", fontFamily: "var(--face)" },
});

export class CodeEditor {
  readonly #view: EditorView;

  constructor(place: HTMLElement, source: string, events: CodeEvents) {
    const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
    const format = (): boolean => {
      events.format();
      return true;
    };
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: source,
        extensions: [
          lineNumbers(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          lintGutter(),
          history(),
          drawSelection(),
          indentUnit.of("\t"),
          EditorState.tabSize.of(4),
          indentOnInput(),
          bracketMatching(),
          go(),
          syntaxHighlighting(colours),
          look,
          keymap.of([
            { key: "Shift-Alt-f", run: format },
            // The page's own: CodeMirror would add a line.
            { key: "Mod-Enter", run: () => true },
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          EditorView.contentAttributes.of({ "aria-label": "The program’s source, main.go", spellcheck: "false" }),
          EditorView.domEventHandlers({ beforeinput: replaceSelection }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) events.changed(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  get source(): string {
    return this.#view.state.doc.toString();
  }

  /** Changes the text as an edit, which can be undone. */
  set source(source: string) {
    const changes = changeBetween(this.source, source);
    if (changes !== null) this.#view.dispatch({ changes });
  }

  /** Marks what is wrong, each at its place. */
  mark(diagnostics: readonly Diagnostic[]): void {
    const { doc } = this.#view.state;
    const marks = diagnostics.map((d): Mark => {
      const from = offsetOf(doc, d);
      return { from, to: wordEnd(doc, from), severity: "error", message: d.message };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, marks));
  }

  focus(): void {
    this.#view.focus();
  }

  goTo(place: Diagnostic): void {
    const at = offsetOf(this.#view.state.doc, place);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.#view.focus();
  }
}

/**
 * Text typed over a selection is put there by the editor. Left to the browser, it would be given the looks of what it replaces
 * by a style attribute, which the page's policy refuses, loudly.
 */
function replaceSelection(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || event.data === null || view.composing || view.state.selection.main.empty)
    return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

function offsetOf(doc: Text, { line, column }: Diagnostic): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(at.from + Math.max(column - 1, 0), at.to);
}

/** The end of the word that begins there, or one character. */
function wordEnd(doc: Text, from: number): number {
  const { text, from: start, to } = doc.lineAt(from);
  const word = /^\w+/.exec(text.slice(from - start));
  return Math.min(from + (word?.[0].length ?? 1), to);
}
