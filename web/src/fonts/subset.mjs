// Makes the page's two font files from the package @fontsource/b612: only the characters that the project's own words are
// set in, without hints, which screens of today do not need. 34.4 KB become 17.6. Run it after a change here or of the package:
//
//   node web/src/fonts/subset.mjs
//
// With --check it writes nothing and fails where the files are others than it would write.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

/** Whatever else appears, as a program’s answer may, is set in the next font of the list. */
const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i));
const CHARACTERS = `${ascii}\u00a0·×÷−±°²³½¹µ–—‘’“”…•←↑→↓≈≤≥«»©éèáàâãçóôõíúêñüöäßÅ`;

async function subset(weight) {
  const whole = await readFile(
    fileURLToPath(import.meta.resolve(`@fontsource/b612/files/b612-latin-${weight}-normal.woff2`)),
  );
  return subsetFont(whole, CHARACTERS, { targetFormat: "woff2", noHinting: true });
}

const check = process.argv.includes("--check");
for (const weight of ["400", "700"]) {
  const file = fileURLToPath(new URL(`b612-${weight}.woff2`, import.meta.url));
  const made = await subset(weight);
  if (!check) await writeFile(file, made);
  else if (!made.equals(await readFile(file))) throw new Error(`${file} is not what this script makes: run it again`);
}
