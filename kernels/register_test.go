package kernels

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// squares is a whole program, written as a new file would be.
func squares() Kernel {
	return Kernel{
		Name:    "squares",
		Title:   "Sum of squares",
		Group:   GroupNumbers,
		Summary: "Adds up the squares of 1 to n.",
		Doc:     "A part adds up the squares of its own numbers.",
		Source:  "n(n+1)(2n+1)/6",
		Params: []Param{{
			Name: "n", Kind: Int, Label: "Up to", Doc: "The last number.", Default: "1000", Min: 1, Max: 1e5,
		}},
		Split: func(a Args, _, parts int) []Range { return Even(a.Int("n"), parts) },
		Run: func(_ Args, _ int, _ []byte, r Range) ([]byte, error) {
			sum := int64(0)
			for i := r.Lo + 1; i <= r.Hi; i++ {
				sum += i * i
			}
			return putInts(nil, sum), nil
		},
		Merge: func(_ Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
			sums, err := sumInts(partials, 1)
			if err != nil {
				return nil, err
			}
			return fmt.Append(nil, sums[0]), nil
		},
		Want: []Want{{"", "333833500"}, {"n=3", "14"}},
	}
}

func TestAddingAProgramTakesOneRegistration(t *testing.T) {
	before := len(All())
	Register(squares())
	defer Unregister("squares")

	require.Len(t, All(), before+1)
	k, err := Lookup("squares")
	require.NoError(t, err)
	assert.Contains(t, All(), k)
	checkContract(t, k)
}

func TestUnregisteredProgramsAreUnknown(t *testing.T) {
	Register(squares())
	Unregister("squares")
	_, err := Lookup("squares")
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, CodeUnknownProgram, e.Code)
	assert.Equal(t, "squares", e.Value)
	assert.Contains(t, e.Limit, "mandelbrot", "the error names the programs there are")
}

func TestRegisterRefusesWhatCannotBeOffered(t *testing.T) {
	cases := []struct {
		why   string
		spoil func(k *Kernel)
	}{
		{"a name that cannot stand in a link", func(k *Kernel) { k.Name = "Sum of squares" }},
		{"a name that is taken", func(k *Kernel) { k.Name = "primes" }},
		{"no title", func(k *Kernel) { k.Title = "" }},
		{"no source for its answers", func(k *Kernel) { k.Source = "" }},
		{"a group of its own", func(k *Kernel) { k.Group = "Mine" }},
		{"no way to run", func(k *Kernel) { k.Run = nil }},
		{"no known answer", func(k *Kernel) { k.Want = nil }},
		{"no known answer at the defaults", func(k *Kernel) { k.Want = k.Want[1:] }},
		{"a known answer at arguments it refuses", func(k *Kernel) { k.Want = append(k.Want, Want{"n=0", "0"}) }},
		{"a default outside the limits", func(k *Kernel) { k.Params[0].Default = "0" }},
		{"limits the wrong way round", func(k *Kernel) { k.Params[0].Min = 1e6 }},
		{"limits beyond what JavaScript can count", func(k *Kernel) { k.Params[0].Max = 1e16 }},
		{"a parameter of no kind", func(k *Kernel) { k.Params[0].Kind = "text" }},
		{"a parameter without a label", func(k *Kernel) { k.Params[0].Label = "" }},
		{"a list that may hold nothing", func(k *Kernel) { k.Params[0].Kind = Ints }},
		{"two parameters of one name", func(k *Kernel) { k.Params = append(k.Params, k.Params[0]) }},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			k := squares()
			c.spoil(&k)
			assert.Panics(t, func() { Register(k) })
			assert.NotContains(t, registry, "squares")
		})
	}
}

func TestEvenCutsIntoPartsThatDifferByOneAtMost(t *testing.T) {
	cases := []struct {
		size  int64
		parts int
		want  []Range
	}{
		{10, 1, []Range{{0, 10}}},
		{10, 3, []Range{{0, 4}, {4, 7}, {7, 10}}},
		{2, 5, []Range{{0, 1}, {1, 2}}},
		{10, 0, []Range{{0, 10}}},
		{10, -4, []Range{{0, 10}}},
		{MaxInt, 2, []Range{{0, 1 << 52}, {1 << 52, MaxInt}}},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, Even(c.size, c.parts), "%d units in %d parts", c.size, c.parts)
	}
}
