// What the page's own elements have in common.

import { LitElement } from "lit";

/** A part of the instrument. Its styles come from whatever holds it: the page, or the public element's shadow root. */
export class Part extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

/** A part that takes a while to draw: each is drawn in a task of its own, so that the page answers in between. */
export class HeavyPart extends Part {
  protected override async scheduleUpdate(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    super.scheduleUpdate();
  }
}
