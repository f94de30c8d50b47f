// What a newcomer does in a fresh clone: "make run", a measurement in the page, a program of their own in /edit/, "make test".
// node tools/fresh/newcomer.mjs SECONDS STEPS: the page may take so long, or any time where that is 0; STEPS are of run, test.

import { spawn, spawnSync } from "node:child_process";
import process from "node:process";

const [limit, steps] = [Number(process.argv[2] ?? "0"), (process.argv[3] ?? "run,test").split(",")];

/** Says what was reached, and after how long. */
const begun = Date.now();
const say = (text) => console.info(`[${((Date.now() - begun) / 1000).toFixed(0)} s] ${text}`);

/** Starts "make run" on a free port, and gives its address and what ends it with all that it started. */
async function makeRun() {
  const make = spawn("make", ["run"], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const ended = new Promise((_, reject) => make.on("exit", (code) => reject(new Error(`make run ended with ${code}`))));
  ended.catch(() => {}); // once it is told to, it may
  const address = new Promise((resolve) => {
    let printed = "";
    make.stdout.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text);
      printed += text;
      const found = /http:\/\/\S+/.exec(printed);
      if (found !== null) resolve(found[0]);
    });
  });
  return { address: await Promise.race([address, ended]), stop: () => process.kill(-make.pid, "SIGTERM") };
}

async function browser() {
  const setup = spawnSync("sh", ["tools/setup.sh", "browsers"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const executablePath = /^CHROMIUM=(.*)$/m.exec(setup.stdout)?.[1];
  if (executablePath === undefined) throw new Error("there is no Chromium to visit the page with");
  const { default: puppeteer } = await import("puppeteer-core"); // which has just been installed
  return puppeteer.launch({
    executablePath,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    protocolTimeout: 600_000,
  });
}

const PATIENCE = { timeout: 600_000 }; // of a machine that is busy compiling

async function measure(page, address) {
  await page.goto(`${address}/?program=countdown&n=3000000&workers=1,2&blocks=6`);
  await page.locator("::-p-aria([name='Run'][role='button'])").click();
  await page.waitForFunction(
    () => document.querySelector("progress") === null && document.querySelector(".verdict:not(.empty)") !== null,
    PATIENCE,
  );
  say(`measured: ${await page.$eval(".verdict", (e) => e.innerText)}`);
}

async function compile(page, address) {
  for (;;) {
    // Connections end where the early start hands over to the whole program.
    const { state } = await fetch(`${address}/toolchain.json`).then(
      (response) => response.json(),
      () => ({ state: "unheard" }),
    );
    if (state === "ready") break;
    if (state === "failed") throw new Error("the compiler could not be built");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  say("the compiler is there");
  await page.goto(`${address}/edit/`);
  await page.waitForFunction(
    () => document.querySelector(".code-place")?.shadowRoot?.querySelector(".cm-content") != null,
    PATIENCE,
  );
  await page.locator(".bar .run").click();
  await page.waitForFunction(
    () => document.querySelector(".problems, .ending, .failure, .given .answer") !== null,
    PATIENCE,
  );
  const given = await page.$eval(".given", (e) => e.innerText);
  if ((await page.$(".problems, .failure")) !== null) throw new Error(`/edit/ does not run its program: ${given}`);
  say(`compiled and run: ${given.replaceAll(/\s+/g, " ").slice(0, 200)}`);
}

/** The site served, measured in, compiled in. */
async function runs() {
  const { address, stop } = await makeRun();
  try {
    const took = (Date.now() - begun) / 1000;
    say("the page is served");
    const chromium = await browser();
    try {
      const page = await chromium.newPage();
      await measure(page, address);
      await compile(page, address);
    } finally {
      await chromium.close();
    }
    if (limit > 0 && took > limit) throw new Error(`the page took ${took.toFixed(0)} s; ${limit} s is the most`);
  } finally {
    stop();
  }
}

try {
  if (steps.includes("run")) await runs();
  if (steps.includes("test")) {
    process.exitCode = spawnSync("make", ["test"], { stdio: ["ignore", "inherit", "inherit"] }).status ?? 1;
  }
} catch (error) {
  console.info(`newcomer: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
