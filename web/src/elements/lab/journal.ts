// The events of a laboratory as they are read: step by step, and in each step what was said, called and done with tasks.

import type { LabEvent, LabTask } from "./types.js";

export type Line =
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "call"; readonly call: string; readonly gave: string };

export interface Step {
  readonly text: string;
  readonly lines: readonly Line[];
  /** Each in its present state, in the order in which they appeared. */
  readonly tasks: readonly LabTask[];
}

export type Journal = readonly Step[];

/** The journal with further events written down. */
export function written(journal: Journal, events: readonly LabEvent[]): Journal {
  const steps = journal.map((step) => ({ ...step, lines: [...step.lines], tasks: [...step.tasks] }));
  const current = () => {
    const last = steps.at(-1);
    if (last !== undefined) return last;
    const first = { text: "", lines: [], tasks: [] };
    steps.push(first);
    return first;
  };
  for (const event of events) {
    switch (event.type) {
      case "step":
        steps.push({ text: event.text ?? "", lines: [], tasks: [] });
        break;
      case "note":
        current().lines.push({ kind: "note", text: event.text ?? "" });
        break;
      case "call":
        current().lines.push({ kind: "call", call: event.call ?? "", gave: event.gave ?? "" });
        break;
      case "task": {
        const { task } = event;
        if (task === undefined) break;
        // A task may end after the next step has begun.
        const home = steps.find((step) => step.tasks.some((known) => known.id === task.id)) ?? current();
        const at = home.tasks.findIndex((known) => known.id === task.id);
        if (at < 0) home.tasks.push(task);
        else home.tasks[at] = task;
        break;
      }
    }
  }
  return steps;
}
