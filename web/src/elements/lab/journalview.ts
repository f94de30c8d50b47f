// What happens in a laboratory, as it happens: step by step, calls with what they gave, tasks with their states.

import { html, nothing, type TemplateResult } from "lit";
import type { Journal, Step } from "./journal.js";
import type { LabTask, TaskState } from "./types.js";

/** A state has a sign of its own beside its word: colour alone never tells. */
const SIGNS: Readonly<Record<TaskState, string>> = {
  pending: "○",
  running: "◐",
  done: "●",
  failed: "✕",
  cancelled: "⊘",
  killed: "⊘",
};

/** Cancel is what pressing a pending task's button does; without it there are no buttons. */
export function journalView(journal: Journal, cancel: ((task: LabTask) => void) | null): TemplateResult {
  return html`<ol class="steps">${journal.map((step) => html`<li>${stepView(step, cancel)}</li>`)}</ol>`;
}

function stepView(step: Step, cancel: ((task: LabTask) => void) | null): TemplateResult {
  return html`<h3>${step.text}</h3>
    ${step.tasks.length === 0 ? nothing : taskTable(step, cancel)}
    ${
      step.lines.length === 0
        ? nothing
        : html`<dl class="calls">${step.lines.map((line) =>
            line.kind === "note"
              ? html`<div class="remark"><dt>Note</dt><dd>${line.text}</dd></div>`
              : html`<div><dt><code>${line.call}</code></dt><dd>${line.gave}</dd></div>`,
          )}</dl>`
    }`;
}

function taskTable(step: Step, cancel: ((task: LabTask) => void) | null): TemplateResult {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Tasks: ${step.text}">
    <table class="tasks">
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col" class="words">State</th>
          <th scope="col">Worker</th>
          <th scope="col" class="words">Outcome</th>
        </tr>
      </thead>
      <tbody>${step.tasks.map((task) => {
        const button =
          cancel !== null && task.state === "pending"
            ? html`<button type="button" class="quiet" @click=${() => cancel(task)}
                aria-label="Cancel ${task.label}">Cancel</button>`
            : nothing;
        return html`<tr class="task ${task.state}">
          <th scope="row">${task.label}</th>
          <td class="words"><span class="sign" aria-hidden="true">${SIGNS[task.state]}</span> ${task.state}</td>
          <td>${task.worker < 0 ? "–" : task.worker + 1}</td>
          <td class="words">${task.text ?? ""}${button}</td>
        </tr>`;
      })}</tbody>
    </table>
  </div>`;
}
