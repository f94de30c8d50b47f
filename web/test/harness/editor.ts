// The page of the reader's own program as its user knows it. Tests that import this file begin when the site has its compiler:
// see tools/suite/compiler.go.

import type {} from "../../src/api.js";
import type { Visit } from "./visit.js";

/** Waits until the editor can be written in, and returns its text. */
export async function editorReady(tab: Visit): Promise<string> {
  await tab.page.waitForFunction(
    () => document.querySelector(".code-place")?.shadowRoot?.querySelector(".cm-content") != null,
  );
  return source(tab);
}

/** The text of the editor, as far as it is in view. */
export function source(tab: Visit): Promise<string> {
  return tab.page.evaluate(() =>
    [...(document.querySelector(".code-place")?.shadowRoot?.querySelectorAll(".cm-line") ?? [])]
      .map((line) => line.textContent)
      .join("\n"),
  );
}

/** Puts the text cursor into the editor, before its first character. */
export async function enter(tab: Visit): Promise<void> {
  await tab.page.evaluate(() =>
    document.querySelector(".code-place")?.shadowRoot?.querySelector<HTMLElement>(".cm-content")?.focus(),
  );
  await tab.chord("Control", "Home");
}

/** Puts a text in the place of all that stands in the editor, as somebody does who pastes it. */
export async function write(tab: Visit, text: string): Promise<void> {
  await enter(tab);
  await tab.chord("Control", "a");
  await tab.page.keyboard.sendCharacter(text);
}

/** Presses Run and waits until that has come to something, and returns what it says. */
export async function runIt(tab: Visit): Promise<string> {
  await tab.chord("Control", "Enter");
  await tab.page.waitForFunction(
    () => document.querySelector(".problems, .ending, .failure, .given .answer") !== null,
    { timeout: 140_000 },
  );
  return tab.text(".given");
}

export interface Executed {
  readonly code: number | null;
  readonly error: string | null;
  readonly output: string;
}

/** Runs a program that prints, by the page's interface for scripts. */
export function exec(tab: Visit, program: string, timeMs?: number): Promise<Executed> {
  return tab.page.evaluate(
    async (text, limit): Promise<Executed> => {
      let output = "";
      const onOutput = (more: string) => {
        output += more;
      };
      try {
        const code = await window.velocidade.exec(text, {
          onOutput,
          ...(limit === undefined ? {} : { timeMs: limit }),
        });
        return { code, error: null, output };
      } catch (error) {
        const fault =
          error instanceof Error && "fault" in error ? (error.fault as { code: string }).code : String(error);
        return { code: null, error: fault, output };
      }
    },
    program,
    timeMs,
  );
}
