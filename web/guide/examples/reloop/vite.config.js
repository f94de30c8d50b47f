import reloop from "reloop/vite";

export default { plugins: [reloop()] };
