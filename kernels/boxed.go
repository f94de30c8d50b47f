package kernels

import "fmt"

// The boxed programs, NAME_boxed.go beside NAME.go, are the same algorithms with every number in an interface, which is what a
// number is to an interpreter of an untyped language: an object on the heap, whose type is looked at before every operation,
// and each result a new one. So they show what types are worth where nothing else differs: neither compiler, nor
// runtime, nor how the work is split.
//
// As in Python, an int64 and a float64 can be mixed, and give a float64. A type that has no arithmetic panics.

func boxedAdd(a, b any) any {
	switch a := a.(type) {
	case int64:
		switch b := b.(type) {
		case int64:
			return a + b
		case float64:
			return float64(a) + b
		}
	case float64:
		switch b := b.(type) {
		case int64:
			return a + float64(b)
		case float64:
			return a + b
		}
	}
	panic(boxedMisfit("+", a, b))
}

func boxedSub(a, b any) any {
	switch a := a.(type) {
	case int64:
		switch b := b.(type) {
		case int64:
			return a - b
		case float64:
			return float64(a) - b
		}
	case float64:
		switch b := b.(type) {
		case int64:
			return a - float64(b)
		case float64:
			return a - b
		}
	}
	panic(boxedMisfit("-", a, b))
}

func boxedMul(a, b any) any {
	switch a := a.(type) {
	case int64:
		switch b := b.(type) {
		case int64:
			return a * b
		case float64:
			return float64(a) * b
		}
	case float64:
		switch b := b.(type) {
		case int64:
			return a * float64(b)
		case float64:
			return a * b
		}
	}
	panic(boxedMisfit("*", a, b))
}

// boxedDiv is the division of whole numbers, rounded towards zero.
func boxedDiv(a, b any) any {
	if a, ok := a.(int64); ok {
		if b, ok := b.(int64); ok {
			return a / b
		}
	}
	panic(boxedMisfit("/", a, b))
}

func boxedMod(a, b any) any {
	if a, ok := a.(int64); ok {
		if b, ok := b.(int64); ok {
			return a % b
		}
	}
	panic(boxedMisfit("%", a, b))
}

func boxedAnd(a, b any) any {
	if a, ok := a.(int64); ok {
		if b, ok := b.(int64); ok {
			return a & b
		}
	}
	panic(boxedMisfit("&", a, b))
}

func boxedLess(a, b any) bool {
	switch a := a.(type) {
	case int64:
		switch b := b.(type) {
		case int64:
			return a < b
		case float64:
			return float64(a) < b
		}
	case float64:
		switch b := b.(type) {
		case int64:
			return a < float64(b)
		case float64:
			return a < b
		}
	}
	panic(boxedMisfit("<", a, b))
}

func boxedEqual(a, b any) bool { return !boxedLess(a, b) && !boxedLess(b, a) }

func boxedMisfit(operator string, a, b any) string {
	return fmt.Sprintf("kernels: %T %s %T has no meaning", a, operator, b)
}
