// The reader's predictions: remembered for as long as the tab lives, and held against each measurement made on the page.

import type {} from "../elements/bench.js";
import type {} from "../elements/lab/lab.js";
import { type Choice, type Measured, outcome, type Subject } from "./outcome.js";

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
  const compare = (measured: Measured) => {
    const found = outcome(subject, choices, chosenOf(inputs), measured);
    if (found === null || said === null) return;
    said.textContent = found.text;
    for (const input of inputs) input.closest("label")?.classList.toggle("right", input.value === found.right);
  };
  place?.addEventListener("velocidade:report", (event) => compare({ kind: "report", report: event.detail }));
  place?.addEventListener("velocidade:lab", (event) => compare({ kind: "lab", result: event.detail }));
}

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
