package suite

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCommandsAreTheLinesOfShBlocks(t *testing.T) {
	cases := []struct {
		name, markdown string
		want           []string
	}{
		{"no block", "text\n", nil},
		{"a block with comments", "```sh\nmake run    # serves\n\n# a remark\nmake test\n```\n", []string{"make run", "make test"}},
		{"other languages are not run", "```html\n<p>\n```\n```sh\nls\n```\n```\nplain\n```\n", []string{"ls"}},
		{"a # inside a word is no comment", "```sh\nopen http://x/#part\n```\n", []string{"open http://x/#part"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, shellCommands(c.markdown)) })
	}
}

func TestTargetsAreTheMakeCommandsThatATextNames(t *testing.T) {
	assert.Equal(t, []string{"help", "dev"}, makeTargets("`make help` lists `make dev`, and `make help` again; make up your mind"))
}
