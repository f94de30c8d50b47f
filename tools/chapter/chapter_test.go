package chapter

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/format"
)

// write puts sections into a folder: name → text.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return dir
}

// front is the front matter of a section without faults.
const front = `---
title: A title
question: A question?
order: 1
presets:
  six:
    program: isprime
    lanes: go/single, go/workers
    workers: 1, 2
    blocks: 6
---
`

const benchBlock = "```bench six\n```\n"

func pagesOf(t *testing.T, files map[string]string) (map[string]string, error) {
	t.Helper()
	c, err := Load(write(t, files))
	if err != nil {
		return nil, err
	}
	pages, err := c.Pages(Assets{Script: "assets/chapter.js", Style: "assets/chapter.css"})
	html := map[string]string{}
	for _, page := range pages {
		html[page.File] = string(page.HTML)
	}
	return html, err
}

// plain has plain spaces where numbers have narrow ones.
func plain(page string) string { return strings.ReplaceAll(page, format.Space, " ") }

func TestANumberAndItsUnitStayTogether(t *testing.T) {
	assert.Equal(t, "In 2.09_s, 4_MiB took 95_%, 2 seconds and 3 sizes.", strings.ReplaceAll(
		together("In 2.09 s, 4 MiB took 95 %, 2 seconds and 3 sizes."), format.Space, "_"))
}

func TestASectionBecomesAPage(t *testing.T) {
	pages, err := pagesOf(t, map[string]string{"one.md": front + benchBlock + "\n## A part\n\nText with [a link](#a-part).\n"})
	require.NoError(t, err)
	require.Contains(t, pages, "chapter/index.html")
	page := pages["chapter/one/index.html"]
	assert.Contains(t, page, "<h1>A title</h1>")
	assert.Contains(t, page, "A question?")
	assert.Contains(t, page, `<h2 id="a-part"><a href="#a-part">A part</a></h2>`, "a heading links to itself")
	assert.Contains(t, page, `<a href="#a-part">a link</a>`)
	assert.Contains(t, page, `lanes="go/single,go/workers" workers="1,2" blocks="6"></velocidade-bench>`)
	assert.Contains(t, page, `href="../../?program=isprime&amp;numbers=112272535095293,`, "the playground has the same state")
	assert.Contains(t, page, `src="../../assets/chapter.js"`)
	assert.Contains(t, pages["chapter/index.html"], `href="one/"`)
}

func TestSectionsFollowEachOther(t *testing.T) {
	second := strings.Replace(strings.Replace(front, "order: 1", "order: 2", 1), "A title", "Another", 1)
	pages, err := pagesOf(t, map[string]string{"one.md": front + benchBlock, "two.md": second + benchBlock})
	require.NoError(t, err)
	assert.Contains(t, pages["chapter/one/index.html"], `class="next" rel="next" href="../two/"`)
	assert.NotContains(t, pages["chapter/one/index.html"], `rel="prev"`)
	assert.Contains(t, pages["chapter/two/index.html"], `class="previous" rel="prev" href="../one/"`)
	assert.NotContains(t, pages["chapter/two/index.html"], `rel="next"`)
	assert.Contains(t, pages["chapter/two/index.html"], `<a href="../two/" aria-current="page">`)
}

func TestWhatCannotBeRightNamesFileLineAndField(t *testing.T) {
	predict := "```predict\nbench: six\nof: go/workers × 2\nagainst: go/single\nask: How much?\nchoices:\n  - {say: less, below: 1}\n  - {say: more}\n```\n"
	for _, c := range []struct{ name, text, says string }{
		{"no front matter", "# Title\n", "one.md: a section begins with a line ---"},
		{"a front matter without end", "---\ntitle: x\n", "one.md: a section begins with a line ---"},
		{"a field is missing", strings.Replace(front, "question: A question?\n", "", 1) + benchBlock, "one.md:2: question: is missing"},
		{"a field is not known", strings.Replace(front, "question:", "qestion:", 1) + benchBlock, "one.md:3: qestion: there is no such field"},
		{"an order is no number", strings.Replace(front, "order: 1", "order: first", 1) + benchBlock, "one.md:4: order: must be a whole number"},
		{"a program is not there", strings.Replace(front, "isprime", "isprim", 1) + benchBlock, "one.md:7: presets.six.program: "},
		{"a lane is not there", strings.Replace(front, "go/workers", "go/wokers", 1) + benchBlock, "one.md:8: presets.six.lanes: "},
		{"a worker count is too large", strings.Replace(front, "workers: 1, 2", "workers: 1000", 1) + benchBlock, "one.md:9: presets.six.workers: "},
		{"a worker count is no number", strings.Replace(front, "workers: 1, 2", "workers: two", 1) + benchBlock, "one.md:9: presets.six.workers: "},
		{"an argument is not there", strings.Replace(front, "    lanes", "    args: n=5\n    lanes", 1) + benchBlock, "one.md:8: presets.six.args: "},
		{"presets are no fields", strings.Replace(front, "presets:\n", "presets: none\nrest:\n", 1), "one.md:5: presets: must be fields"},
		{"a preset is not shown", front, "one.md: presets.six: no block shows it"},
		{"a preset is shown twice", front + benchBlock + benchBlock, "one.md:14: bench: the preset \"six\" is shown already"},
		{"a bench has no preset", front + benchBlock + "```bench seven\n```\n", "one.md:14: bench: there is no preset \"seven\""},
		{"a fence has no language", front + benchBlock + "```\nx\n```\n", "one.md: 14"},
		{"a language is not there", front + benchBlock + "```pyhton\nx\n```\n", "one.md:14: there is no language \"pyhton\""},
		{"a program is not there", front + benchBlock + "```program x.py\n```\n", "one.md:14: program: "},
		{"a program lies elsewhere", front + benchBlock + "```program ../x.py\n```\n", "one.md:14: program: \"../x.py\" is no name"},
		{"two headings are alike", front + benchBlock + "## Same\n\n## Same\n", "one.md: two headings have the address #same"},
		{"a second title", front + benchBlock + "# Title\n", "one.md:14: the title is the page’s only heading of the first level"},
		{"a link leads to no section", front + benchBlock + "[x](two.md)\n", "one.md:14: there is no section two.md"},
		{"a link leads to no heading", front + benchBlock + "[x](one.md#there)\n", "one.md:14: one.md has no heading #there"},
		{"a link is not safe", front + benchBlock + "[x](http://example.org/)\n", "one.md:14: \"http://example.org/\" is neither"},
		{"a link is a script", front + benchBlock + "[x](javascript:alert)\n", "one.md:14: \"javascript:alert\" is neither"},
		{"HTML", front + benchBlock + "\n<b>bold</b>\n", "one.md:15: HTML has no place"},
		{"HTML in a line", front + benchBlock + "so <b>bold</b>\n", "one.md:14: HTML has no place"},
		{"a prediction is about no preset", front + benchBlock + strings.Replace(predict, "bench: six", "bench: seven", 1), "one.md:15: predict.bench: "},
		{"a prediction is about what is not measured", front + benchBlock + strings.Replace(predict, "× 2", "× 3", 1), "one.md:16: predict.of: the preset does not measure"},
		{"a prediction has one choice", front + benchBlock + strings.Replace(predict, "  - {say: more}\n", "", 1), "one.md:20: predict.choices: must be two at least"},
		{"a prediction's last choice ends", front + benchBlock + strings.Replace(predict, "{say: more}", "{say: more, below: 2}", 1), "predict.choices: the last one has no end"},
		{"a prediction's choices do not ascend", front + benchBlock + strings.Replace(predict, "  - {say: more}", "  - {say: x, below: 0.5}\n  - {say: more}", 1), "predict.choices: their ends must ascend"},
		{"a choice has an unknown field", front + benchBlock + strings.Replace(predict, "{say: more}", "{say: more, abov: 2}", 1), "predict.choices[2].abov: there is no such field"},
		{"a prediction is no YAML", front + benchBlock + "```predict\n: :\n  - x: [\n```\n", "one.md:14: predict: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := pagesOf(t, map[string]string{"one.md": c.text})
			assert.ErrorContains(t, err, strings.Replace(c.says, "one.md: 14", "one.md:", 1))
		})
	}
	t.Run("two sections have one order", func(t *testing.T) {
		_, err := pagesOf(t, map[string]string{"one.md": front + benchBlock, "two.md": front + benchBlock})
		assert.ErrorContains(t, err, "two.md: order: 1 is that of one.md already")
	})
	t.Run("a name is no address", func(t *testing.T) {
		_, err := pagesOf(t, map[string]string{"One.md": front + benchBlock})
		assert.ErrorContains(t, err, "a file's name is lower-case letters")
	})
	t.Run("there are no sections", func(t *testing.T) {
		_, err := Load(t.TempDir())
		assert.ErrorContains(t, err, "there are no sections")
	})
	t.Run("everything that is wrong is said at once", func(t *testing.T) {
		_, err := pagesOf(t, map[string]string{"one.md": front + benchBlock + "[x](two.md)\n\n## A\n\n## A\n\n```nolang\n```\n"})
		for _, says := range []string{"two.md", "#a", "nolang"} {
			assert.ErrorContains(t, err, says)
		}
	})
}

func TestARecordingIsOfThePresetItStandsFor(t *testing.T) {
	good := `{"machine": "a machine", "report": {"schema": "velocidade.report/v1", "program": "primes", "args": {"kmax": 100},
		"status": "complete", "startedAt": 1700000000000, "host": {"engine": "wasm", "userAgent": "X Chrome/156.0.0.0 Y"},
		"plan": {"blocks": 6}, "verdict": "Two workers were faster.", "lanes": [
			{"lane": "go/single", "workers": 1, "warmupMs": [14], "samplesMs": [10, 11, 12], "medianMs": 11, "intervalMs": [10, 12]},
			{"lane": "go/workers", "workers": 2, "warmupMs": [9], "samplesMs": [5, 6, 7], "medianMs": 5.5, "intervalMs": [5, 7],
			 "speedup": {"against": "go/single", "againstWorkers": 1, "ratio": 2, "interval": [1.8, 2.2]}}]}}`
	section := strings.NewReplacer("isprime", "primes\n    args: kmax=100", "workers: 1, 2", "workers: 2").Replace(front) + benchBlock +
		"```predict\nbench: six\nof: go/workers × 2\nagainst: go/single\nask: How much?\nchoices:\n  - {say: less, below: 1}\n  - {say: more}\n```\n"
	t.Run("it is shown with its machine, and answers the prediction", func(t *testing.T) {
		pages, err := pagesOf(t, map[string]string{"one.md": section, "recorded/one.six.json": good})
		require.NoError(t, err)
		page := plain(pages["chapter/one/index.html"])
		for _, part := range []string{
			"Two workers were faster.", "Recorded in Chromium 156, on a machine, 14 November 2023: 6 runs of each",
			"<b>11.0 ms</b>", "10.0–12.0 ms", "<b>2.00×</b>", "1.80–2.20", "<small>baseline</small>",
			"go/workers × 2 took 5.50 ms and go/single 11.0 ms: 2.00× as fast. So: <b>more</b>",
		} {
			assert.Contains(t, page, part)
		}
	})
	for _, c := range []struct{ name, old, new, says string }{
		{"another program", `"primes"`, `"isprime"`, "it is a run of isprime"},
		{"other arguments", `"kmax": 100`, `"kmax": 200`, "the preset says"},
		{"other lanes", `"go/workers"`, `"go/goroutines"`, "it has the lanes go/single, go/goroutines"},
		{"stopped", `"complete"`, `"stopped"`, "was not completed"},
		{"without a median", `"medianMs": 5.5`, `"medianMs": null`, "go/workers has no median"},
		{"of no machine", `"a machine"`, `""`, "does not name its machine"},
		{"no Report", `velocidade.report/v1`, `other`, "no Report of this version"},
		{"no JSON", `{"machine"`, `"machine"`, "one.six.json: "},
	} {
		t.Run("one that is refused: "+c.name, func(t *testing.T) {
			_, err := pagesOf(t, map[string]string{"one.md": section, "recorded/one.six.json": strings.Replace(good, c.old, c.new, 1)})
			assert.ErrorContains(t, err, "one.six.json: ")
			assert.ErrorContains(t, err, c.says)
		})
	}
}

func TestNothingOfASourceBecomesMarkup(t *testing.T) {
	pages, err := pagesOf(t, map[string]string{"one.md": front + benchBlock + "```python\nx = '<script>alert(1)</script>'\n```\n"})
	require.NoError(t, err)
	assert.NotContains(t, pages["chapter/one/index.html"], "<script>")
	assert.Contains(t, pages["chapter/one/index.html"], "&lt;script&gt;")
}

func TestANameInACellIsPartedBetweenItsWords(t *testing.T) {
	pages, err := pagesOf(t, map[string]string{"one.md": front + benchBlock + "`imap_unordered`\n\n| what |\n|---|\n| `a.imap_of(x<y)` |\n"})
	require.NoError(t, err)
	html := pages["chapter/one/index.html"]
	assert.Contains(t, html, "<code>imap_unordered</code>")
	assert.Contains(t, html, "<code>a.<wbr>imap_<wbr>of(<wbr>x&lt;y)</code>")
}

// inline are what the Content-Security-Policy refuses.
var inline = regexp.MustCompile(`<style| style=|<script(?:>| [^>]*[^/]>[^<])| on[a-z]+=`)

func FuzzSection(f *testing.F) {
	for _, seed := range []string{front + benchBlock, front + "# x\n<b>", "---\na: [\n---\n", front + "```predict\nbench: six\n```\n", front + "[x](javascript:1)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parse("one.md", []byte(text))
		if err != nil {
			return
		}
		c := &Chapter{Sections: []*Section{s}, dir: t.TempDir()}
		pages, err := c.Pages(Assets{})
		if err != nil {
			return
		}
		for _, page := range pages {
			if found := inline.Find(page.HTML); found != nil {
				t.Errorf("%s holds %q", page.File, found)
			}
		}
	})
}

func TestALaboratoryIsShownWithWhatItFound(t *testing.T) {
	section := strings.Replace(front, "presets:", "labs:\n  thread: {args: work=100}\npresets:", 1) + benchBlock + "```lab thread\n```\n" +
		"```predict\nlab: thread\ntable: 1\nof: a goroutine\ncolumn: After join\nask: Alive?\nchoices: [{say: gone, is: \"no\"}, {say: there, is: \"yes\"}]\n```\n" +
		"```predict\nlab: thread\nchart: 1\nof: five\nagainst: one\nask: How fast?\nchoices: [{say: slow, below: 2}, {say: quick}]\n```\n" +
		"```predict\nlab: thread\nchart: 3\nof: b\nagainst: a\nask: How fast?\nchoices: [{say: slow, below: 4}, {say: quick}]\n```\n"
	good := `{"machine": "a machine", "lab": "thread", "args": "work=100", "startedAt": 1700000000000,
		"host": {"engine": "wasm", "userAgent": "X Firefox/153.0"}, "result": {"finding": "Found it.", "notes": ["A note."],
		"quotes": [{"title": "It says", "text": "<b>can't start new thread</b>"}],
		"charts": [
			{"kind": "samples", "title": "Times", "x": {"label": "Time", "unit": "ms"}, "rows": [
				{"label": "one", "look": "single", "values": [900, 1000, 1100]}, {"label": "five", "look": "threads", "values": [200, 300]}]},
			{"kind": "timeline", "title": "Who ran", "x": {"label": "Time", "unit": "ms"}, "rows": [
				{"label": "worker 1", "look": "workers", "spans": [{"startMs": 0, "endMs": 5, "phase": "spawn"}, {"startMs": 5, "endMs": 10, "phase": "run"}]}]},
			{"kind": "lines", "title": "By size", "x": {"label": "Size", "unit": "bytes"}, "y": {"label": "Time", "unit": "ms"}, "log": true, "level": 10,
			 "marks": [{"x": 32768, "y": 10, "look": "workers", "label": "a, 32 KiB"}], "rows": [
				{"label": "a", "look": "workers", "points": [[1024, 1], [1048576, 30]]}, {"label": "b", "look": "other", "points": [[1024, 1], [1048576, 10]]}]}],
		"tables": [{"title": "Alive", "columns": [{"label": "On"}, {"label": "After join"}, {"label": "Took", "unit": "ms"}],
			"rows": [["a goroutine", "yes", 400.4], ["a worker", null, 12]]}]}}`
	t.Run("with its charts, quotes and tables, and it answers the predictions", func(t *testing.T) {
		pages, err := pagesOf(t, map[string]string{"one.md": section, "recorded/one.thread.lab.json": good})
		require.NoError(t, err)
		page := plain(pages["chapter/one/index.html"])
		for _, part := range []string{
			`<velocidade-lab name="thread" args="work=100">`, "Found it.", "Recorded in Firefox 153, on a machine, 14 November 2023.",
			"<b>1000 ms</b>", "<b>250 ms</b>", `class="phase phase-spawn"`, `class="level" d="M0 `, `class="median" d="M500 0v28"`, "1 KiB", "1 MiB", "&lt;b&gt;can&#39;t start new thread&lt;/b&gt;",
			"<td>400 ms</td>", "<td>–</td>", "A note.", `href="../../lab/?thread=work%3D100#thread"`,
			"a goroutine, after join: yes. So: <b>there</b>", "five: 250 ms; one: 1000 ms. That is 4.00× as fast. So: <b>quick</b>",
			"b: 10.0 ms; a: 30.0 ms. That is 3.00× as fast. So: <b>slow</b>",
		} {
			assert.Contains(t, page, part)
		}
		assert.NotRegexp(t, inline, page)
	})
	for _, c := range []struct{ name, old, new, says string }{
		{"another laboratory", `"lab": "thread"`, `"lab": "io"`, "record it again"},
		{"other arguments", `work=100`, `work=200`, "record it again"},
		{"no finding", `Found it.`, ``, "lacks its machine or its finding"},
		{"a row that a prediction needs is gone", `"label": "five"`, `"label": "six"`, "the chart \"Times\" has no row \"five\""},
		{"a column that a prediction needs is gone", `"After join"`, `"Afterwards"`, "the table \"Alive\" has no cell"},
	} {
		t.Run("a recording that is refused: "+c.name, func(t *testing.T) {
			_, err := pagesOf(t, map[string]string{"one.md": section, "recorded/one.thread.lab.json": strings.Replace(good, c.old, c.new, 1)})
			assert.ErrorContains(t, err, c.says)
		})
	}
	for _, c := range []struct{ name, old, new, says string }{
		{"there is no such laboratory", "  thread: {", "  thred: {", "labs.thred: "},
		{"it has no such parameter", "work=100", "play=100", "labs.thread.args: "},
		{"it is not shown", "```lab thread\n```\n", "", "labs.thread: no block shows it"},
		{"it is shown twice", "```lab thread\n```\n", "```lab thread\n```\n```lab thread\n```\n", "is shown already"},
		{"it is not in the front matter", "```lab thread", "```lab io", "there is no laboratory \"io\""},
		{"a choice about a cell is a number", "is: \"no\"", "below: 3", "about a cell each says what it is"},
	} {
		t.Run("one that is refused: "+c.name, func(t *testing.T) {
			_, err := pagesOf(t, map[string]string{"one.md": strings.Replace(section, c.old, c.new, 1)})
			assert.ErrorContains(t, err, c.says)
		})
	}
}

func TestAFunctionIsCutOutOfItsFile(t *testing.T) {
	text := "import x\n\n\ndef first(a):\n    return a\n\n\ncdef int second(int a) nogil:\n    if a:\n\n        return first(a)\n    return 0\n\ndef third():\n    pass\n"
	assert.Equal(t, "def first(a):\n    return a\n", definition(text, "first"))
	assert.Equal(t, "cdef int second(int a) nogil:\n    if a:\n\n        return first(a)\n    return 0\n", definition(text, "second"))
	assert.Equal(t, "def third():\n    pass\n", definition(text, "third"))
	assert.Empty(t, definition(text, "fourth"))
}
