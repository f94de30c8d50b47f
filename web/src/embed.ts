// What /embed.js loads: <velocidade-bench> for any page of this site. The address stays; this file's own name does not.

import "./elements/bench.js";
