// The page at /guide/: prose, and its style.

import "../dev.js";
import "../styles/guide.css";
