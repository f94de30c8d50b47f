// What the playground gets once it stands: runs from links and files, and a place to open them. Loaded after the first paint.

import "./share/intake.js";
