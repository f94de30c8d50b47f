package kernels

import (
	"math"
	"slices"
	"strings"
)

// lowNumber is the number up to which a size is taken for an exponent or the like, of which one less is much less work.
const lowNumber = 100

// Smaller gives arguments that ask for less work, for a lane that cannot do what was asked for in reasonable time: a tenth of the
// size; of a small number, with which the work grows by factors, a tenth less; of a list the first half. It returns false
// where there is no less to be had.
func (k *Kernel) Smaller(a Args) (Args, bool) {
	at := slices.IndexFunc(a.values, func(v value) bool { return v.param.Name == k.Size })
	if at < 0 {
		return a, false
	}
	v := a.values[at]
	nums := slices.Clone(v.nums)
	switch x := nums[0]; {
	case v.param.Kind == Ints:
		nums = nums[:(len(nums)+1)/2]
	case x <= lowNumber:
		nums[0] = x - math.Ceil(x/10)
	default:
		nums[0] = math.Floor(x / 10)
	}
	if len(nums) == len(v.nums) && nums[0] == v.nums[0] || nums[0] < v.param.Min {
		return a, false
	}
	smaller := Args{values: slices.Clone(a.values)}
	smaller.values[at] = value{v.param, nums}
	return smaller, true
}

// Typed gives the arguments as a JSON object in which a number of a Float parameter always has a point or an exponent, so
// that a language in which 1 and 1.0 are of two types reads the right one. A Report writes them shorter, see MarshalJSON.
func (a Args) Typed() []byte {
	parts := make([]string, len(a.values))
	for i, v := range a.values {
		text := v.text()
		switch {
		case v.param.Kind == Ints:
			text = "[" + text + "]"
		case v.param.Kind == Float && !strings.Contains(text, "."):
			text += ".0"
		}
		parts[i] = `"` + v.param.Name + `":` + text
	}
	return []byte("{" + strings.Join(parts, ",") + "}")
}
