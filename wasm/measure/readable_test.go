package measure

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"velocidade/wasm/bench"
)

func TestAnAnswerIsShownAsAReportCanHoldIt(t *testing.T) {
	for answer, want := range map[string]string{
		"":                      "",
		"9\n1\t4":               "9\n1\t4",
		"é 素 🎉":                 "é 素 🎉",
		"\x00\u2028</script>\r": `\x00\u2028</script>\r`,
		"\xff\xfe":              `\xff\xfe`,
		"right\u202eto left":    `right\u202eto left`,
		"a\ufffdb":              "a\ufffdb",
	} {
		assert.Equal(t, want, readable(answer), "%q", answer)
	}
	long := readable(strings.Repeat("素\n", 100_000))
	assert.LessOrEqual(t, len(long), bench.MaxResult)
	assert.True(t, utf8.ValidString(long))
	assert.Regexp(t, `\n… \(\d+ more bytes\)$`, long)
}
