// Esbuild turns TypeScript with JSX into JavaScript, bundles and minifies it.
package main

import (
	"errors"
	"fmt"

	"github.com/evanw/esbuild/pkg/api"

	"others/work"
)

func main() {
	r := work.NewRandom(16)
	source := work.Lines(900, func(i int) string {
		return fmt.Sprintf("interface T%d { name: string; next?: T%d }\nexport class C%d<T extends T%d> {\n  #items: T[] = [];\n  static readonly limit = %d;\n  add(item: T, ...rest: readonly T[]): this { this.#items.push(item, ...rest); return this }\n  async render() { return <div className=%q onClick={() => this.#items?.[0]?.name ?? %q}>{this.#items.map((x) => <b key={x.name}>%s</b>)}</div> }\n}",
			i, i, i, i, i, r.Word(), r.Word(), r.Sentence())
	})
	work.Do(func() ([]byte, error) {
		result := api.Transform(source, api.TransformOptions{
			Loader: api.LoaderTSX, Target: api.ES2018, Sourcemap: api.SourceMapExternal,
			MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		})
		for _, problem := range result.Errors {
			return nil, errors.New(problem.Text)
		}
		return append(result.Code, result.Map...), nil
	})
}
