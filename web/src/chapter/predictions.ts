// The reader's predictions: remembered for as long as the tab lives, and held against each measurement made on the page.

import type {} from "../elements/bench.js";
import type {} from "../elements/lab/lab.js";
import { type Choice, type Judge, type Measured, outcome, type Subject } from "./outcome.js";

export function predictions(open: () => Pick<Storage, "getItem" | "setItem">): void {
  for (const section of document.querySelectorAll<HTMLElement>(".predict")) follow(section, open);
}

function follow(section: HTMLElement, open: () => Pick<Storage, "getItem" | "setItem">): void {
  const inputs = [...section.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  const choices = inputs.map(choiceOf);
  // Written by the build, so it is what it says.
  const subject = JSON.parse(section.dataset["subject"] ?? "") as Subject;
  const key = `velocidade.prediction.${location.pathname}#${section.id}`;
  const before = remembered(open, key);
  for (const input of inputs) input.checked = input.value === before;
  section.addEventListener("change", () => remember(open, key, chosenOf(inputs)));

  const place = document.getElementById(section.dataset["place"] ?? "");
  const said = section.querySelector(".outcome");
  let latest = 0;
  const compare = async (measured: Measured) => {
    const now = ++latest;
    const found = await outcome(subject, choices, chosenOf(inputs), measured, judge).catch(() => null);
    if (found === null || said === null || now !== latest) return; // or a later measurement answers
    said.textContent = found.text;
    for (const input of inputs) input.closest("label")?.classList.toggle("right", input.value === found.right);
  };
  place?.addEventListener("velocidade:report", (event) => void compare({ kind: "report", report: event.detail }));
  place?.addEventListener("velocidade:lab", (event) => void compare({ kind: "lab", result: event.detail }));
}

/** The engine is loaded by then: it has just measured. */
const judge: Judge = async (question, report) => {
  const { engine } = await import("../engine/client.js");
  return (await engine().ask("judged", { type: "judge", question, ...(report && { report }) })).judged;
};

function choiceOf(input: HTMLInputElement): Choice {
  const below = input.dataset["below"];
  return {
    id: input.value,
    say: input.closest("label")?.textContent?.trim() ?? "",
    below: below === undefined ? null : Number(below),
    is: input.dataset["is"] ?? null,
  };
}

const chosenOf = (inputs: readonly HTMLInputElement[]): string | null =>
  inputs.find((input) => input.checked)?.value ?? null;

function remember(open: () => Pick<Storage, "setItem">, key: string, chosen: string | null): void {
  try {
    open().setItem(key, chosen ?? "");
  } catch {
    // Blocked or full: the choice lasts as long as the page does.
  }
}

function remembered(open: () => Pick<Storage, "getItem">, key: string): string | null {
  try {
    return open().getItem(key);
  } catch {
    return null;
  }
}
