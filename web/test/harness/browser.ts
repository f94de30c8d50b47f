// Starts the installed browsers: no window, a fresh profile, no traffic but ours. tools/suite/browser.go has the same
// settings for the pages that it opens without a driver.

import puppeteer, { type Browser } from "puppeteer-core";
import { systemAccess, unwatched } from "./firefox.js";

export type BrowserName = "chromium" | "firefox";

/** The browser that this run of the tests is for. */
export const browserName: BrowserName = process.env["VELOCIDADE_BROWSER"] === "firefox" ? "firefox" : "chromium";

export interface LaunchOptions {
  /** Without WebAssembly, as a locked-down browser is. */
  readonly noWasm?: boolean;
}

export async function launch(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = process.env["VELOCIDADE_BROWSER_PATH"];
  if (executablePath === undefined)
    throw new Error("VELOCIDADE_BROWSER_PATH is not set: run `velocidade test -run e2e`");
  const common = { executablePath, headless: true, protocolTimeout: 300_000, timeout: 120_000 };
  switch (browserName) {
    case "chromium":
      return puppeteer.launch({
        ...common,
        args: [...chromiumFlags, ...(options.noWasm ? ["--js-flags=--noexpose-wasm"] : [])],
      });
    case "firefox":
      return unwatched(
        await puppeteer.launch({
          ...common,
          browser: "firefox",
          args: [systemAccess],
          extraPrefsFirefox: { ...firefoxPrefs, ...(options.noWasm ? { "javascript.options.wasm": false } : {}) },
        }),
      );
  }
}

const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-default-apps",
  "--disable-extensions",
  "--mute-audio",
  "--password-store=basic",
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup", // two pages of its own, a second of processor time at each start
];

const firefoxPrefs = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "datareporting.healthreport.uploadEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.enabled": false,
};
