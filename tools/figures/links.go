package figures

import (
	"context"
	"encoding/json"
	"fmt"
)

// links measures what it takes to make a link of a full Report and to read it again, in a worker of the page.
func links(_ context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL}); err != nil {
		return err
	}
	rep, err := ask[json.RawMessage](r, request{Do: "run", Spec: &spec{
		Program: "primes", Lanes: []string{"go/single", "go/goroutines", "go/workers"}, Workers: []int{1, 2, 4, 8}, Blocks: t.Blocks,
	}})
	if err != nil {
		return err
	}
	if _, err := ask[[]string](r, request{Do: "open", URL: r.rigURL}); err != nil {
		return err
	}
	ms, err := ask[map[string][]float64](r, request{Do: "links", Report: rep, Blocks: t.Blocks})
	if err != nil {
		return err
	}
	middle := func(ms []float64) string {
		ms = sorted(ms)
		return fmt.Sprintf("%.1f ms (%.1f–%.1f)", quantile(ms, 0.5), quantile(ms, 0.25), quantile(ms, 0.75))
	}
	t.plain("link: encode and decode of a full Report, in the page", middle(ms["link"]), "≤ 5 ms")
	t.plain("… of that, working out anew what follows from its samples", middle(ms["derive"]), "")
	return nil
}
