// Package order sorts lists of anything. In the engine it stands in for slices.SortFunc and sort.Slice: the former's code is
// linked anew for every type that it sorts, 16 KB each, and the latter brings a second sort and more of reflection, while
// sort.Sort is linked anyway.
package order

import "sort"

// By sorts the list by what less says comes first; what is equal stays in its order.
func By[T any](list []T, less func(a, b T) bool) { sort.Stable(&ordered[T]{list, less}) }

type ordered[T any] struct {
	list []T
	less func(a, b T) bool
}

func (o *ordered[T]) Len() int           { return len(o.list) }
func (o *ordered[T]) Less(i, j int) bool { return o.less(o.list[i], o.list[j]) }
func (o *ordered[T]) Swap(i, j int)      { o.list[i], o.list[j] = o.list[j], o.list[i] }

// Floats gives the numbers in ascending order, in a list of their own.
func Floats(list []float64) []float64 {
	sorted := append([]float64(nil), list...)
	By(sorted, func(a, b float64) bool { return a < b })
	return sorted
}
