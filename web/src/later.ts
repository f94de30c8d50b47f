// What the playground gets once it stands: runs from links and files, a place to open them, and a life without a network.
// Loaded after the first paint.

import { keepOffline } from "./offline/register.js";
import { Intake } from "./share/intake.js";

keepOffline((takeOver) => {
  for (const intake of document.querySelectorAll("velocidade-intake"))
    if (intake instanceof Intake) intake.newer = takeOver;
});
