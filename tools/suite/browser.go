package suite

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Browser is one that is installed here.
type Browser struct {
	Name string // "chromium" or "firefox"
	Path string
}

// browserNames are the browsers that tests run in.
var browserNames = []string{"chromium", "firefox"}

// browsers asks tools/setup.sh where the wanted browsers are; it installs those that are missing. One that it could not install
// is a result of the suite that asks.
func (env *Env) browsers(ctx context.Context, suite string, tally *Tally) ([]Browser, error) {
	cmd := env.command(ctx, nil, "sh", "tools/setup.sh", "browsers")
	var said bytes.Buffer
	cmd.Stderr = io.MultiWriter(env.Out, &said)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("tools/setup.sh: %w", err)
	}
	there, err := parseBrowsers(string(out))
	if err != nil {
		return nil, err
	}
	var found []Browser
	for _, name := range orAll(env.Browsers, browserNames...) {
		if !slices.Contains(browserNames, name) {
			return nil, fmt.Errorf("there is no browser %q; there are %s", name, strings.Join(browserNames, ", "))
		}
		if i := slices.IndexFunc(there, func(b Browser) bool { return b.Name == name }); i >= 0 {
			found = append(found, there[i])
		} else {
			tally.Add(lack(suite, name, lackOf(name, said.String())))
		}
	}
	return found, nil
}

// parseBrowsers reads lines such as "CHROMIUM=/usr/bin/chromium".
func parseBrowsers(text string) ([]Browser, error) {
	var found []Browser
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		name, path, ok := strings.Cut(lines.Text(), "=")
		if !ok || path == "" {
			return nil, fmt.Errorf("tools/setup.sh printed %q where NAME=path was expected", lines.Text())
		}
		found = append(found, Browser{strings.ToLower(name), path})
	}
	return found, nil
}

// open starts the browser, without a window and with a fresh profile, on one page. The browser ends with the context.
func (b Browser) open(ctx context.Context, env *Env, profile, url string) (*exec.Cmd, error) {
	var args []string
	switch b.Name {
	case "chromium":
		args = append(slices.Clone(chromiumFlags), "--user-data-dir="+profile, url)
	case "firefox":
		if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(firefoxPrefs), 0o644); err != nil {
			return nil, err
		}
		args = []string{"--headless", "--no-remote", "--profile", profile, url}
	default:
		return nil, fmt.Errorf("no way is known to start %s", b.Name)
	}
	// A home of its own as well: some builds keep crash reports and caches outside of the profile.
	cmd := env.command(ctx, []string{"HOME=" + profile, "XDG_CONFIG_HOME=" + profile, "XDG_CACHE_HOME=" + profile}, b.Path, args...)
	return cmd, cmd.Start()
}

// chromiumFlags: no window, no sandbox (there is none for root, nor in most containers, and only our own pages are
// loaded), and no traffic but ours. web/test/harness/browser.ts has the same.
var chromiumFlags = []string{
	"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
	"--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
	"--disable-default-apps", "--disable-extensions", "--metrics-recording-only", "--mute-audio", "--password-store=basic",
	"--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
	"--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
}

// firefoxPrefs: likewise.
const firefoxPrefs = `user_pref("app.normandy.enabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.safebrowsing.downloads.remote.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.search.update", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.healthreport.uploadEnabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,");
user_pref("toolkit.telemetry.enabled", false);
user_pref("toolkit.telemetry.unified", false);
`
