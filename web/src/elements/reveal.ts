// Brings what has news into view.

/** Scrolls to a place that is scrolled past, or begins below that share of the window. */
export function reveal(place: Element | null, below: number): void {
  const top = place?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > innerHeight * below) place?.scrollIntoView({ block: "start" });
}
