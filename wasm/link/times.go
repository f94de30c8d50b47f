package link

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// A list of times is its count and, where that is not zero, its form and its items. Times are measured to six digits
// ([bench.LaneResult]), and those of one list are near each other: as whole numbers of the list's last decimal, less the
// smallest of them, each takes two bytes or so. What does not have such a form is kept to the bit.
//
//	form 0       items as float64, little-endian
//	form 1 + d   the smallest item and then each item less the smallest, all times 10ᵈ, as varints

const (
	formExact   = 0
	maxDecimals = 12
	// maxUnits is the largest whole number of units: float64 tells all up to it apart.
	maxUnits = 1 << 53
)

func appendTimes(b []byte, ms []float64) []byte {
	b = binary.AppendUvarint(b, uint64(len(ms)))
	if len(ms) == 0 {
		return b
	}
	decimals, units := wholeUnits(ms)
	if units == nil {
		b = append(b, formExact)
		for _, x := range ms {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
		}
		return b
	}
	least := units[0]
	for _, n := range units {
		least = min(least, n)
	}
	b = binary.AppendUvarint(append(b, byte(1+decimals)), least)
	for _, n := range units {
		b = binary.AppendUvarint(b, n-least)
	}
	return b
}

// wholeUnits gives the fewest decimals that all times can be written with, and the times in units of the last of them; nil
// where there is none that gives every time back to the bit.
func wholeUnits(ms []float64) (decimals int, units []uint64) {
	units = make([]uint64, len(ms))
	for ; decimals <= maxDecimals; decimals++ {
		fits := true
		for i, x := range ms {
			n := math.Round(x * math.Pow10(decimals))
			if !(n >= 0 && n < maxUnits) || math.Float64bits(timeOf(uint64(n), decimals)) != math.Float64bits(x) {
				fits = false
				break
			}
			units[i] = uint64(n)
		}
		if fits {
			return decimals, units
		}
	}
	return 0, nil
}

func timeOf(units uint64, decimals int) float64 { return float64(units) / math.Pow10(decimals) }

// times reads a list, as JSON.
func (b *body) times() (json.Raw, error) {
	n, err := b.count()
	if err != nil || n == 0 {
		return json.Raw("[]"), err
	}
	if n > bench.MaxBlocks {
		return nil, &kernels.Error{Code: kernels.CodeOutOfRange, Field: "samplesMs", Value: fmt.Sprintf("a list of %d", n), Limit: fmt.Sprintf("a list of 0 to %d", bench.MaxBlocks),
			Message: fmt.Sprintf("a list of times in this link has %d items; a run takes at most %d samples of a lane", n, bench.MaxBlocks)}
	}
	if n >= len(b.rest) { // an item takes a byte at least, and the form one
		return nil, bad("a list of times in it is cut short")
	}
	form := b.rest[0]
	b.rest = b.rest[1:]
	switch {
	case form == formExact:
		ms := make([]float64, n)
		if len(b.rest) < 8*n {
			return nil, bad("a list of times in it is cut short")
		}
		for i := range ms {
			ms[i] = math.Float64frombits(binary.LittleEndian.Uint64(b.rest[8*i:]))
			if math.IsNaN(ms[i]) || math.IsInf(ms[i], 0) {
				return nil, &kernels.Error{Code: kernels.CodeOutOfRange, Field: "samplesMs", Value: fmt.Sprint(ms[i]), Limit: "finite numbers",
					Message: fmt.Sprintf("a time in this link is %v; times are finite numbers", ms[i])}
			}
		}
		b.rest = b.rest[8*n:]
		return json.Marshal(ms)
	case form <= 1+maxDecimals:
		least, size := binary.Uvarint(b.rest)
		if size <= 0 || least >= maxUnits {
			return nil, bad("a time in it is out of range")
		}
		b.rest = b.rest[size:]
		// Units below 2⁵³ and powers of ten below 10²² are floats, so this text is read as [timeOf] gives it. To find the shortest
		// text of a float takes far longer.
		unit := "e-" + strconv.Itoa(int(form)-1)
		text := []byte{'['}
		for i := range n {
			more, size := binary.Uvarint(b.rest)
			if size <= 0 || more >= maxUnits || least+more >= maxUnits {
				return nil, bad("a time in it is out of range")
			}
			b.rest = b.rest[size:]
			if i > 0 {
				text = append(text, ',')
			}
			text = append(strconv.AppendUint(text, least+more, 10), unit...)
		}
		return append(text, ']'), nil
	}
	return nil, bad("a list of times in it has a form that is not known")
}
