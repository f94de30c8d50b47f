/**
 * Resolves once what changes now is drawn: a part that draws a plot does so in a task after the one that changed it, and a plot
 * in another one, so it is in the third frame from now at the latest.
 */
export async function drawn(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}
