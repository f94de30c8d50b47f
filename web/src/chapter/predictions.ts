// The reader's predictions: remembered for as long as the tab lives, and held against each measurement made on the page.

import type {} from "../elements/bench.js";
import { type Choice, outcome, type Subject } from "./outcome.js";

export function predictions(open: () => Pick<Storage, "getItem" | "setItem">): void {
  for (const section of document.querySelectorAll<HTMLElement>(".predict")) follow(section, open);
}

function follow(section: HTMLElement, open: () => Pick<Storage, "getItem" | "setItem">): void {
  const inputs = [...section.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  const choices = inputs.map(choiceOf);
  const subject = subjectOf(section.dataset);
  const key = `velocidade.prediction.${location.pathname}#${section.id}`;
  const before = remembered(open, key);
  for (const input of inputs) input.checked = input.value === before;
  section.addEventListener("change", () => remember(open, key, chosenOf(inputs)));

  const bench = document.getElementById(section.dataset["bench"] ?? "");
  const place = section.querySelector(".outcome");
  bench?.addEventListener("velocidade:report", (event) => {
    const found = outcome(subject, choices, chosenOf(inputs), event.detail);
    if (found === null || place === null) return;
    place.textContent = found.text;
    for (const input of inputs) input.closest("label")?.classList.toggle("right", input.value === found.right);
  });
}

function choiceOf(input: HTMLInputElement): Choice {
  const below = input.dataset["below"];
  return {
    id: input.value,
    say: input.closest("label")?.textContent?.trim() ?? "",
    below: below === undefined ? null : Number(below),
  };
}

function subjectOf(data: DOMStringMap): Subject {
  const of = { lane: data["of"] ?? "", workers: Number(data["ofWorkers"]) };
  if (data["first"] !== undefined) return { kind: "first", of };
  return { kind: "speed", of, against: { lane: data["against"] ?? "", workers: Number(data["againstWorkers"]) } };
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
