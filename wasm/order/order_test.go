package order_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"velocidade/wasm/order"
)

func TestListsAreSortedAndEqualItemsStayInTheirOrder(t *testing.T) {
	type item struct{ key, place int }
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		list := make([]item, n)
		floats := make([]float64, n)
		for i := range list {
			list[i] = item{random.IntN(20), i}
			floats[i] = random.NormFloat64()
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b item) int { return a.key - b.key })
		order.By(list, func(a, b item) bool { return a.key < b.key })
		assert.Equal(t, want, list)

		given := slices.Clone(floats)
		assert.ElementsMatch(t, floats, order.Floats(floats))
		assert.True(t, slices.IsSorted(order.Floats(floats)))
		assert.Equal(t, given, floats, "the list given is left alone")
	}
}
