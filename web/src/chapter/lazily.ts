// Loads an element's module when the first of its kind comes near what is seen, or is about to be reached by keyboard.

/** How far below what is seen, so that the element is there before the reader is. */
const NEAR = "600px";

export function lazily(name: string, load: () => Promise<unknown>): void {
  const elements = document.querySelectorAll(name);
  if (elements.length === 0) return;
  const watch = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) start();
    },
    { rootMargin: NEAR },
  );
  const start = () => {
    watch.disconnect();
    removeEventListener("keydown", key);
    // Where it fails, the recorded result stands and the element's place says nothing.
    load().catch((error: unknown) => console.info(`${name} could not be loaded:`, error));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "Tab") start();
  };
  for (const element of elements) watch.observe(element);
  addEventListener("keydown", key);
}
