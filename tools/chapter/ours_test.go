package chapter

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ours is the folder of the project's own chapter.
var ours = filepath.Join("..", "..", "web", "chapter")

func TestOurChapterIsWhole(t *testing.T) {
	c, err := Load(ours)
	require.NoError(t, err)
	pages, err := c.Pages(Assets{Script: "assets/chapter.js", Style: "assets/chapter.css"})
	require.NoError(t, err)
	require.Len(t, pages, len(c.Sections)+1)
	for i, s := range c.Sections {
		html := string(pages[i+1].HTML)
		t.Run(s.Name, func(t *testing.T) {
			assert.Contains(t, html, `class="predict"`, "the reader is asked to predict")
			assert.Contains(t, html, `class="measure"`, "something is measured")
			for _, part := range []string{"What happened", "In practice", "Where the analogy holds, and where it breaks", "Sources"} {
				assert.Contains(t, html, ">"+part+"</a></h2>")
			}
			_, sources, _ := strings.Cut(html, `id="sources"`)
			assert.Contains(t, sources, `<li>`)
			assert.Contains(t, sources, `href="https://`)
			assert.NotRegexp(t, inline, html, "the policy refuses inline scripts and styles")
			for _, p := range s.Presets {
				assert.NotNil(t, p.Recorded, "%s: velocidade record -only %s.%s", p.Name, s.Name, p.Name)
			}
			for _, l := range s.Labs {
				assert.NotNil(t, l.Recorded, "%s: velocidade record -only %s.%s", l.Name, s.Name, l.Name)
			}
		})
	}
}

func TestNoRecordingOrProgramIsLeftOver(t *testing.T) {
	c, err := Load(ours)
	require.NoError(t, err)
	known := map[string]bool{filepath.Join(ours, filepath.FromSlash(PrintedFile)): true}
	for _, s := range c.Sections {
		for i := range s.Presets {
			known[filepath.Join(ours, s.RecordingFile(&s.Presets[i]))] = true
		}
		for i := range s.Labs {
			known[filepath.Join(ours, s.LabFile(&s.Labs[i]))] = true
		}
		for _, shown := range regexp.MustCompile("(?m)^```program (.*)\\.py$").FindAllSubmatch(s.text, -1) {
			known[filepath.Join(ours, "programs", string(shown[1])+".py")] = true
			known[filepath.Join(ours, "programs", string(shown[1])+".out")] = true
		}
	}
	for _, folder := range []string{"recorded/*", "programs/*.*"} {
		files, err := filepath.Glob(filepath.Join(ours, folder))
		require.NoError(t, err)
		for _, file := range files {
			assert.True(t, known[file], "%s is shown on no page", file)
		}
	}
}

// TestProgramsPrintWhatThePagesSay runs every Python program that a page shows. Times, and every other number with a
// point, are another machine's; all else must be the same.
func TestProgramsPrintWhatThePagesSay(t *testing.T) {
	python, err := exec.LookPath("python3")
	require.NoError(t, err, "the chapter's programs need python3")
	programs, err := filepath.Glob(filepath.Join(ours, "programs", "*.py"))
	require.NoError(t, err)
	require.NotEmpty(t, programs)
	numbers := regexp.MustCompile(`\d+\.\d+`)
	printed, err := ReadPrinted(ours)
	require.NoError(t, err)
	for _, program := range programs {
		t.Run(filepath.Base(program), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(strings.TrimSuffix(program, ".py") + ".out")
			require.NoError(t, err)
			name := strings.TrimSuffix(filepath.Base(program), ".py")
			assert.NotNil(t, printed[name], "its machine is not named: velocidade record -only programs.%s", name)
			got, err := exec.Command(python, program).CombinedOutput()
			require.NoError(t, err, string(got))
			assert.Equal(t, numbers.ReplaceAllString(string(want), "…"), numbers.ReplaceAllString(string(got), "…"))
		})
	}
}

func TestTheSlowPageWasARealOne(t *testing.T) {
	c, err := Load(ours)
	require.NoError(t, err)
	for _, s := range c.Sections {
		if l := s.Lab("io"); l != nil {
			assert.Empty(t, l.Recorded.Result.Notes, "it was recorded where no server has a page that waits")
		}
	}
}
