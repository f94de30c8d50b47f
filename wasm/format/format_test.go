package format_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"velocidade/wasm/format"
)

// Narrow spaces are written as underscores here, so that the tables can be read.
func plain(text string) string { return strings.ReplaceAll(text, format.Space, "_") }

func TestATimeHasThreeFiguresAndTheUnitThatSuitsIt(t *testing.T) {
	for ms, text := range map[float64]string{
		0: "0_µs", 0.0005: "0.500_µs", 0.005: "5.00_µs", 0.0123: "12.3_µs", 0.5: "500_µs", 1: "1.00_ms", 1.585: "1.58_ms", 12.34: "12.3_ms",
		182.4: "182_ms", 9999: "9999_ms", 12_345: "12.3_s", 1e9: "1_000_000_s",
	} {
		assert.Equal(t, text, plain(format.Time(ms)))
	}
}

func TestAnIntervalIsNeverAPoint(t *testing.T) {
	assert.Equal(t, "181–184_ms", plain(format.Times(181.2, 184.4)))
	assert.Equal(t, "9.9–10.2_ms", plain(format.Times(9.91, 10.2)))
	assert.Equal(t, "182.1–182.4_ms", plain(format.Times(182.1, 182.4)))
}

func TestRatios(t *testing.T) {
	for x, text := range map[float64]string{1.94: "1.94×", 12.345: "12.3×", 0.5: "0.50×", 0.0125: "0.013×", 12345: "12_345×"} {
		assert.Equal(t, text, plain(format.Ratio(x)))
	}
	assert.Equal(t, "1.91–1.97", format.Ratios(1.908, 1.972))
	assert.Equal(t, "9.4–10.6", format.Ratios(9.4, 10.6))
}
