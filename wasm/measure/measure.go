package measure

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

// Each measures a function of each of the inputs. The answer is the results, one a line.
func Each[T, R any](title string, inputs []T, f func(T) R) { Program(each(title, inputs, f)) }

func each[T, R any](title string, inputs []T, f func(T) R) kernels.Kernel {
	return kernels.Kernel{
		Name: kernels.OwnName(title), Title: oneLine(title),
		Split: even(int64(len(inputs))),
		Run: func(_ kernels.Args, _ int, _ []byte, r kernels.Range) ([]byte, error) {
			results := make([]R, 0, r.Hi-r.Lo)
			for _, input := range inputs[r.Lo:r.Hi] {
				results = append(results, f(input))
			}
			return json.Marshal(results)
		},
		Merge: func(_ kernels.Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
			var lines []string
			for _, p := range partials {
				var results []R
				if err := json.Unmarshal(p, &results); err != nil {
					return nil, err
				}
				for _, r := range results {
					lines = append(lines, fmt.Sprint(r))
				}
			}
			return []byte(strings.Join(lines, "\n")), nil
		},
	}
}

// Fold measures a function of the whole numbers from 0 up to, not including, n. It is called with parts [lo, hi) of them, in
// any order and on any worker; join joins the results of two parts that follow each other. The answer is the result of all.
func Fold[R any](title string, n int64, f func(lo, hi int64) R, join func(a, b R) R) {
	Program(fold(title, n, f, join))
}

func fold[R any](title string, n int64, f func(lo, hi int64) R, join func(a, b R) R) kernels.Kernel {
	return kernels.Kernel{
		Name: kernels.OwnName(title), Title: oneLine(title),
		Split: even(n),
		Run: func(_ kernels.Args, _ int, _ []byte, r kernels.Range) ([]byte, error) {
			return json.Marshal(f(r.Lo, r.Hi))
		},
		Merge: func(_ kernels.Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
			var whole R
			for i, p := range partials {
				var result R
				if err := json.Unmarshal(p, &result); err != nil {
					return nil, err
				}
				if i == 0 {
					whole = result
				} else {
					whole = join(whole, result)
				}
			}
			return fmt.Append(nil, whole), nil
		},
	}
}

// Number is what Sum can add up.
type Number interface {
	~int | ~int32 | ~int64 | ~uint32 | ~uint64 | ~float64
}

// Sum is Fold with results that are added up.
func Sum[R Number](title string, n int64, f func(lo, hi int64) R) {
	Fold(title, n, f, func(a, b R) R { return a + b })
}

func even(n int64) func(kernels.Args, int, int) []kernels.Range {
	return func(_ kernels.Args, _, parts int) []kernels.Range { return kernels.Even(max(n, 0), parts) }
}

// oneLine is a title as one line, which a page and a sentence have room for.
func oneLine(title string) string {
	title = strings.Join(strings.FieldsFunc(title, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}), " ")
	if runes := []rune(title); len(runes) > maxTitle {
		title = string(runes[:maxTitle-1]) + "…"
	}
	return title
}

const maxTitle = 120 // characters
