// The instrument's style sheets, one for all that adopt them: the page, and the shadow root of every public element.
// Their order is the cascade's.

import base from "./base.css" with { type: "text" };
import controls from "./controls.css" with { type: "text" };
import picker from "./picker.css" with { type: "text" };
import plots from "./plots.css" with { type: "text" };
import readout from "./readout.css" with { type: "text" };

export const instrument = new CSSStyleSheet();
instrument.replaceSync([base, controls, picker, readout, plots].join("\n"));
