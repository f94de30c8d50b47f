// What a driven Firefox does that Firefox by itself does not.

import type { Browser } from "puppeteer-core";

/** Lets the driver run scripts in the browser itself, which unwatched() needs. */
export const systemAccess = "--remote-allow-system-access";

/** The session's own messages: puppeteer has them, and shows them to nobody. */
interface Driven {
  readonly connection: {
    send(method: string, params: object): Promise<{ readonly result: Readonly<Record<string, unknown>> }>;
  };
}

interface Tree {
  readonly contexts?: readonly { readonly context: string }[];
}

/**
 * Has the driver watch workers no more. While anyone watches them, the driver or the developer tools, a worker that starts a
 * worker is held up until the watcher has heard of the new one; and in Firefox 153 it may stay held up for ever. The thread
 * of the new worker, which waits for its first work, and that of the old one sleep on one and the same condition variable,
 * and what should wake the old one wakes a single sleeper. Watched, a worker that started one worker after the other came to
 * a standstill within the first thirty each time; unwatched, it started seven thousand. The price is that page.workers() is
 * empty in Firefox.
 */
export async function unwatched(browser: Browser): Promise<Browser> {
  const { connection } = browser as unknown as Driven;
  const tree = await connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
  const told = await connection.send("script.evaluate", {
    expression: `ChromeUtils.importESModule("chrome://remote/content/shared/js-process-actors/WebDriverWorkerListenerActor.sys.mjs")
      .unregisterWebDriverWorkerListenerActor()`,
    target: { context: (tree.result as Tree).contexts?.[0]?.context },
    awaitPromise: false,
  });
  // Another version may watch in another way, or not at all: its tests can run, and hang.
  if (told.result["type"] !== "success")
    console.info(`Firefox may go on watching workers, and hang: ${JSON.stringify(told.result["exceptionDetails"])}`);
  return browser;
}
