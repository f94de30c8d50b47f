package suite

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhatIsWrittenAtTheSameTimeIsReadOneAfterTheOther(t *testing.T) {
	var out bytes.Buffer
	all := newTurns(&out, 3)
	first, second, third := all.all[0], all.all[1], all.all[2]
	fmt.Fprint(third, "5")
	fmt.Fprint(first, "1")
	fmt.Fprint(second, "3")
	assert.Equal(t, "1", out.String(), "the first is seen at once")
	third.end()
	fmt.Fprint(first, "2")
	first.end()
	assert.Equal(t, "123", out.String(), "what was kept comes when its turn comes")
	fmt.Fprint(second, "4")
	assert.Equal(t, "1234", out.String())
	second.end()
	assert.Equal(t, "12345", out.String(), "one that has ended is passed over")
}
