package site

import (
	"encoding/json"
	"html"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/toolchain"

	"velocidade/kernels"
)

// files lists a built site: path → content.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(name)] = string(data)
		return err
	}))
	return all
}

func TestBuild(t *testing.T) {
	out := t.TempDir()
	options := Options{Root: filepath.Join("..", ".."), Out: out}
	root, err := filepath.Abs(options.Root)
	require.NoError(t, err)
	options.Root = root
	require.NoError(t, os.WriteFile(filepath.Join(out, "stale.js"), nil, 0o644))
	require.NoError(t, Build(options))
	built := files(t, out)

	t.Run("leaves nothing of an earlier build", func(t *testing.T) {
		assert.NotContains(t, built, "stale.js")
	})
	t.Run("the page names only files that are there, and nothing of another origin", func(t *testing.T) {
		page := built["index.html"]
		links := regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(page, -1)
		assert.NotEmpty(t, links)
		for _, link := range links {
			file := link[1]
			if strings.HasSuffix(file, "/") {
				file += "index.html"
			}
			if !strings.HasPrefix(file, "data:") {
				assert.True(t, built[file] != "", file)
			}
		}
	})
	t.Run("the page has no inline script or style, which the policy would refuse", func(t *testing.T) {
		assert.NotRegexp(t, `<style|style=|<script(?:>| [^>]*[^/]>[^<])| on[a-z]+=`, built["index.html"])
	})
	t.Run("embed.js stands at an address that stays, and loads what is there", func(t *testing.T) {
		for _, address := range []string{"embed.js", "embed@1.js"} {
			target := regexp.MustCompile(`^import "\./(assets/element-[^"]*\.js)";`).FindStringSubmatch(built[address])
			require.Len(t, target, 2)
			assert.Contains(t, built, target[1])
		}
	})
	t.Run("what embeds weighs little before Run, and the editor what readers are told", func(t *testing.T) {
		weigh := func(without map[string]bool, entries ...string) (sum int) {
			for name := range imported(t, built, entries...) {
				if !without[name] {
					sum += len(brotliOf(t, built[name]))
				}
			}
			return sum
		}
		embed := regexp.MustCompile(`assets/(element-[^"]*)\.js`).FindStringSubmatch(built["embed.js"])
		require.Len(t, embed, 2)
		assert.LessOrEqual(t, weigh(nil, embed[1], "shell-"), 25*1024, "on other sites")
		// A kilobyte more than elsewhere: at home the element also names the lanes and words the claims of a run.
		assert.LessOrEqual(t, weigh(nil, embed[1], "bench-"), 26*1024, "at home")
		source, err := os.ReadFile(filepath.Join(root, "web/src/elements/own.ts"))
		require.NoError(t, err)
		said := regexp.MustCompile(`EDITOR_KB = (\d+);`).FindSubmatch(source)
		require.NotNil(t, said)
		kb, err := strconv.Atoi(string(said[1]))
		require.NoError(t, err)
		assert.InDelta(t, kb*1000, weigh(imported(t, built, "own-"), "code-"), 3000)
	})
	t.Run("every file under assets has its content's hash in its name, or its folder has", func(t *testing.T) {
		for name := range built {
			if strings.HasPrefix(name, "assets/") {
				assert.Regexp(t, `-[0-9a-zA-Z]{8,10}(\.[a-z0-9]+$|/)`, name)
			}
		}
	})
	t.Run("the other runtimes are there, and no file of theirs that nothing asks for", func(t *testing.T) {
		var pyodide, pypyjs []string
		for name := range built {
			if folder, file, ok := strings.Cut(strings.TrimPrefix(name, "assets/"), "/"); ok && strings.HasPrefix(folder, "pyodide-") {
				pyodide = append(pyodide, file)
			} else if ok && strings.HasPrefix(folder, "pypyjs-") {
				pypyjs = append(pypyjs, file)
			}
		}
		assert.ElementsMatch(t, pyodideFiles, pyodide)
		assert.Contains(t, pypyjs, "pypyjs.vm.js")
		assert.Contains(t, pypyjs, "modules/index.json")
		assert.Less(t, len(pypyjs), 60)
	})
	t.Run("what a runtime weighs is known before anything of it is loaded", func(t *testing.T) {
		weights := map[string]int64{}
		for name, text := range built {
			if strings.HasSuffix(name, ".js") {
				for _, found := range regexp.MustCompile(`\{name:"([a-z+-]+)",title:"[^"]*",doc:"(?:[^"\\]|\\.)*",bytes:([0-9e]+)\}`).FindAllStringSubmatch(text, -1) {
					size, err := strconv.ParseFloat(found[2], 64)
					require.NoError(t, err)
					weights[found[1]] = int64(size)
				}
			}
		}
		for _, name := range []string{"cpython", "cpython+go", "pypy"} {
			assert.Greater(t, weights[name], int64(1e6), name)
		}
	})
	t.Run("every program's source is there, whole", func(t *testing.T) {
		for _, k := range kernels.All() {
			source, err := os.ReadFile(filepath.Join(root, "kernels", k.Name+".go"))
			require.NoError(t, err)
			matches, err := filepath.Glob(filepath.Join(out, "assets", k.Name+"-*.json"))
			require.NoError(t, err)
			require.Len(t, matches, 1)
			var tokens [][2]string
			data, err := os.ReadFile(matches[0])
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(data, &tokens))
			var text strings.Builder
			for _, token := range tokens {
				text.WriteString(token[1])
			}
			assert.Equal(t, string(source), text.String())
		}
	})
	t.Run("the licences of what is in it are listed, whole", func(t *testing.T) {
		for _, name := range []string{"Go, its standard library", "lit ", "d3-array ", "@fontsource/b612 ", "pyodide 314", "pypyjs 0.4"} {
			assert.True(t, strings.Contains(built["licenses.txt"], "\n"+name), name)
		}
		assert.True(t, strings.Contains(built["licenses.txt"], "SIL OPEN FONT LICENSE"))
	})
	t.Cleanup(func() { os.Remove(options.stampFile()) })
	t.Run("a second build is the same to the byte", func(t *testing.T) {
		require.NoError(t, Refresh(options))
		assert.Equal(t, built, files(t, out))
	})
	t.Run("from the same sources nothing is built again, unless something of it is missing", func(t *testing.T) {
		stray := filepath.Join(out, "stray.js")
		require.NoError(t, os.WriteFile(stray, nil, 0o644))
		require.NoError(t, Refresh(options))
		assert.FileExists(t, stray, "a build would have removed it")
		require.NoError(t, os.Remove(filepath.Join(out, "index.html")))
		require.NoError(t, Refresh(options))
		assert.Equal(t, built, files(t, out))
	})
}

func TestWhatASiteIsBuiltFromIsAllThatIsRead(t *testing.T) {
	root := t.TempDir()
	opts := Options{Root: root, Out: filepath.Join(root, "web", "dist")}
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	from := func() string {
		t.Helper()
		sum, err := opts.from()
		require.NoError(t, err)
		return sum
	}
	for _, name := range []string{"go.mod", "go.sum", "package-lock.json", "LICENSE", "kernels/a.go", "wasm/b/b.go", "web/src/c.ts", "tools/d/d.go"} {
		write(name, "first")
	}
	first := from()
	for _, name := range []string{"web/dist/index.html", "web/node_modules/x/x.js", "wasm/edge/node_modules/y.js", "README.md"} {
		write(name, "what is made, or said")
		assert.Equal(t, first, from(), name)
	}
	seen := map[string]string{first: "nothing"}
	for _, name := range []string{"go.mod", "package-lock.json", "kernels/a.go", "wasm/b/b.go", "web/src/c.ts", "tools/d/d.go", "web/chapter/new.md"} {
		write(name, "again")
		sum := from()
		assert.NotContains(t, seen, sum, name)
		seen[sum] = name
	}
	opts.NoReloop = true
	assert.NotContains(t, seen, from())
}

// imported gives the entries' scripts, by the beginnings of their names, with all that these import at once.
func imported(t *testing.T, built map[string]string, entries ...string) map[string]bool {
	found := map[string]bool{}
	var walk func(name string)
	walk = func(name string) {
		if !found[name] {
			require.Contains(t, built, name)
			found[name] = true
			for _, i := range regexp.MustCompile(`(?:from|import)"\./([^"]+\.js)"`).FindAllStringSubmatch(built[name], -1) {
				walk("assets/" + i[1])
			}
		}
	}
	for _, entry := range entries {
		for name := range built {
			if strings.HasPrefix(name, "assets/"+entry) && strings.HasSuffix(name, ".js") {
				walk(name)
			}
		}
	}
	require.NotEmpty(t, found, entries)
	return found
}

func brotliOf(t *testing.T, text string) []byte {
	file := filepath.Join(t.TempDir(), "text")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	require.NoError(t, compressFile(file))
	packed, err := os.ReadFile(file + ".br")
	require.NoError(t, err)
	return packed
}

func TestBuildSaysWhatIsMissing(t *testing.T) {
	err := Build(Options{Root: t.TempDir(), Out: t.TempDir()})
	assert.ErrorContains(t, err, "npm ci")
}

func TestABuildMendsWhatAnEndedOneHasLeft(t *testing.T) {
	out := t.TempDir()
	for name, text := range map[string]string{"index.html": "<htm", "assets/a-1.js": "", "assets/a-1.js.part-123": "let", "assets/b-2.js": "of another build"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(out, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(out, name), []byte(text), 0o644))
	}
	b := &builder{Options: Options{Out: out}, kept: map[string]bool{}}
	require.NoError(t, b.write("index.html", []byte("<html>")))
	require.NoError(t, b.write("assets/a-1.js", []byte("let a")))
	require.NoError(t, b.sweep())
	assert.Equal(t, map[string]string{"index.html": "<html>", "assets/a-1.js": "let a"}, files(t, out))
}

func TestCompressedFilesStandBesideTheirs(t *testing.T) {
	out := t.TempDir()
	b := &builder{Options: Options{Out: out, Compress: true}, kept: map[string]bool{}}
	require.NoError(t, b.write("a.js", []byte(strings.Repeat("text ", 1000))))
	require.NoError(t, b.compress())
	require.NoError(t, b.sweep())
	names := files(t, out)
	for _, name := range []string{"a.js.br", "a.js.gz"} {
		require.Contains(t, names, name)
		assert.Less(t, len(names[name]), 200)
	}
}

func TestWhatTakesLongToCompressIsCompressedOnce(t *testing.T) {
	text := []byte(strings.Repeat("compiler ", 1000))
	cache, first, second := t.TempDir(), filepath.Join(t.TempDir(), "a.wasm"), filepath.Join(t.TempDir(), "b.wasm")
	for _, file := range []string{first, second} {
		require.NoError(t, os.WriteFile(file, text, 0o644))
	}
	require.NoError(t, os.WriteFile(filepath.Join(cache, "earlier.br"), nil, 0o644))
	require.NoError(t, compressKept([]string{first}, cache))
	kept := files(t, cache)
	require.Len(t, kept, 2, "and nothing of earlier files")
	for name := range kept { // another content shows that it is taken from there
		require.NoError(t, os.WriteFile(filepath.Join(cache, name), []byte("from "+filepath.Ext(name)), 0o644))
	}
	require.NoError(t, compressKept([]string{second}, cache))
	for _, ext := range []string{".br", ".gz"} {
		packed, err := os.ReadFile(second + ext)
		require.NoError(t, err)
		assert.Equal(t, "from "+ext, string(packed))
	}
}

func TestASiteGoesWithoutACompilerThatItsHostDoesNotTake(t *testing.T) {
	out := t.TempDir()
	b := &builder{Options: Options{Out: out, Toolchain: &toolchain.Set{Key: "k", Compile: []byte("compiler and linker"), Std: []byte("std"), Own: []byte("own"),
		Finish: []byte("finish")}}, kept: map[string]bool{}}
	require.NoError(t, b.toolchain())
	sent, err := ToolchainSent(out)
	require.NoError(t, err)
	assert.Equal(t, len("compiler and linker")+len("std")+len("own"), sent, "the linker is in the compiler's file")
	require.NoError(t, RemoveToolchain(out, len("compiler and linker")))
	_, there := readToolchain(out)
	assert.True(t, there, "as large as may be")
	require.NoError(t, RemoveToolchain(out, len("compiler")))
	left := files(t, out)
	assert.Len(t, left, 1)
	assert.Contains(t, left[toolchainJSON], "takes no file as large")
	require.NoError(t, RemoveToolchain(out, 1), "a site that has none")
}

func TestTheGuideHoldsItsExamplesWhole(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	prose, err := (&builder{Options: Options{Root: root}}).prose("guide")
	require.NoError(t, err)
	text := html.UnescapeString(string(prose))
	for _, name := range []string{"html/index.html", "markdown/lesson.md", "react/Lesson.jsx"} {
		example, err := os.ReadFile(filepath.Join(root, "web", "guide", "examples", filepath.FromSlash(name)))
		require.NoError(t, err)
		assert.Contains(t, text, strings.TrimSpace(string(example)), name)
	}
	assert.NotContains(t, string(prose), "{{")
	source, err := os.ReadFile(filepath.Join(root, "web", "guide", "guide.md"))
	require.NoError(t, err)
	assert.Equal(t, strings.Count(string(source), "\n|---"), strings.Count(string(prose), `<div class="scroll"`), "a table each")
}

func TestTheChapterIsPartOfTheSite(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	out := t.TempDir()
	require.NoError(t, Build(Options{Root: root, Out: out}))
	built := files(t, out)
	require.True(t, built["chapter/index.html"] != "")
	addresses := regexp.MustCompile(`(?:src|href)="([^"#?]*)[^"]*"`)
	for name, page := range built {
		if !strings.HasPrefix(name, "chapter/") {
			continue
		}
		t.Run(name+" names only files that are there", func(t *testing.T) {
			for _, link := range addresses.FindAllStringSubmatch(page, -1) {
				if link[1] == "" || strings.HasPrefix(link[1], "https:") || strings.HasPrefix(link[1], "data:") {
					continue
				}
				file := path.Join(path.Dir(name), link[1])
				if strings.HasSuffix(link[1], "/") {
					file = path.Join(file, "index.html")
				}
				assert.True(t, built[file] != "", file)
			}
		})
	}
}
