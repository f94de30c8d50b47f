// What /embed@1.js loads: <velocidade-bench> for any page. The address stays; this file's own name does not. On this site's
// own pages the element is the thing itself. Browsers start workers only from their own origin, so on another's it is a thin
// shell around our page for iframes, with the same attributes, methods and events.

const own = new URL(import.meta.url).origin === self.origin;
void (own ? import("./elements/bench.js") : import("./embed/shell.js"));
// Laboratories run on the site's own pages: they weigh more than most have a use for.
if (own && document.querySelector("velocidade-lab") !== null) void import("./elements/lab/lab.js");
