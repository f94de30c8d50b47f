// Bleve indexes documents in memory and searches them.
package main

import (
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2"

	"others/work"
)

func main() {
	r := work.NewRandom(15)
	type document struct{ Title, Body string }
	documents := make([]document, 250)
	for i := range documents {
		documents[i] = document{r.Word(), r.Sentence() + r.Sentence() + r.Sentence()}
	}
	queries := make([]string, 60)
	for i := range queries {
		queries[i] = r.Word() + " " + r.Word()
	}
	work.Do(func() (string, error) {
		index, err := bleve.NewMemOnly(bleve.NewIndexMapping())
		if err != nil {
			return "", err
		}
		defer index.Close()
		batch := index.NewBatch()
		for i, d := range documents {
			if err := batch.Index(fmt.Sprint("d", i), d); err != nil {
				return "", err
			}
		}
		if err := index.Batch(batch); err != nil {
			return "", err
		}
		var out strings.Builder
		for _, q := range queries {
			request := bleve.NewSearchRequest(bleve.NewMatchQuery(q))
			request.SortBy([]string{"-_score", "_id"})
			found, err := index.Search(request)
			if err != nil {
				return "", err
			}
			fmt.Fprint(&out, found.Total)
			for _, hit := range found.Hits {
				fmt.Fprintf(&out, " %s %.4f", hit.ID, hit.Score)
			}
			fmt.Fprintln(&out)
		}
		return out.String(), nil
	})
}
