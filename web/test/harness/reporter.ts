// Reports Node's test runner to tools/suite: a line of JSON for every test that ended, and what tests print as it is.
// Its Go twin is nodeEvent in tools/suite/node.go.

import { inspect } from "node:util";

type Line = Result | Retry;

interface Result {
  /** With the names of the suites it stands in. */
  readonly name: string;
  readonly status: "passed" | "failed" | "skipped";
  readonly output: string;
  readonly ms: number;
}

interface Retry {
  readonly name: string;
  /** Why the test gets a second attempt. */
  readonly again: string;
}

/** Tells that a test gets a second attempt: a diagnostic of Node's test runner, which passes on no more than its text. */
export const retried = (name: string, again: string): string => AGAIN + JSON.stringify({ name, again } satisfies Retry);

const AGAIN = "second attempt: ";

interface Ended {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details: { readonly duration_ms: number; readonly type?: string; readonly error?: unknown };
}

type Event =
  | {
      readonly type: "test:start";
      readonly data: { readonly name: string; readonly nesting: number; readonly file?: string };
    }
  | { readonly type: "test:pass" | "test:fail"; readonly data: Ended }
  | { readonly type: "test:diagnostic"; readonly data: { readonly message: string } }
  | { readonly type: "test:stdout" | "test:stderr"; readonly data: { readonly message: string } }
  | { readonly type: "" };

export default async function* report(events: AsyncIterable<Event>): AsyncGenerator<string> {
  // Tests of one file start and end in order; the names of those that are open are the path to the one that ends.
  const open: string[] = [];
  const hasTests: boolean[] = []; // by nesting: whether the open one holds tests of its own
  for await (const event of events) {
    switch (event.type) {
      case "test:start":
        open.length = event.data.nesting;
        open.push(event.data.name);
        break;
      case "test:pass":
      case "test:fail": {
        const test = event.data;
        const failed = event.type === "test:fail";
        const status = failed ? "failed" : test.skip || test.todo ? "skipped" : "passed";
        const path = [...open.slice(0, test.nesting), test.name];
        const holds = hasTests[test.nesting] ?? false;
        open.length = test.nesting;
        hasTests.length = test.nesting;
        if (test.nesting > 0) hasTests[test.nesting - 1] = true;
        // What holds tests is not one itself, nor is the file: they count only where they fail by themselves.
        const container =
          holds || test.details.type === "suite" || test.name === test.file || test.name.endsWith(".mjs");
        if (container && !(failed && failedItself(test.details.error))) break;
        const line: Line = {
          name: path.join(" › "),
          status,
          output: failed ? describe(test.details.error) : "",
          ms: test.details.duration_ms,
        };
        yield `${JSON.stringify(line)}\n`;
        break;
      }
      case "test:diagnostic":
        if (event.data.message.startsWith(AGAIN)) yield `${event.data.message.slice(AGAIN.length)}\n`;
        break;
      case "test:stdout":
      case "test:stderr":
        yield event.data.message.replace(/^/gm, "        ").trimEnd().concat("\n");
        break;
    }
  }
}

function failedItself(error: unknown): boolean {
  return !(
    typeof error === "object" &&
    error !== null &&
    "failureType" in error &&
    error.failureType === "subtestsFailed"
  );
}

/** The error that the test threw: Node wraps it into one of its own. */
function describe(error: unknown): string {
  const wrapped = error instanceof Error && "code" in error && error.code === "ERR_TEST_FAILURE";
  const cause = wrapped && error.cause !== undefined ? error.cause : error;
  if (!(cause instanceof Error)) return inspect(cause);
  const stack = (cause.stack ?? "").split("\n").filter((line) => !line.includes("node:internal"));
  return `${stack.join("\n")}\n`;
}
