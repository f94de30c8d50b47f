package figures

import (
	"context"
	"encoding/json"
	"time"
)

// settling is how long a browser is left alone before something short is timed in it.
const settling = 10 * time.Second

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
	// The page that ran it leaves work behind: workers that end, files that its service worker keeps.
	time.Sleep(settling)
	ms, err := ask[map[string][]float64](r, request{Do: "links", Report: rep, Blocks: t.Blocks})
	if err != nil {
		return err
	}
	t.middle("link: encode and decode of a full Report, in the page", ms["link"], "≤ 5 ms")
	t.middle("… of that, working out anew what follows from its samples", ms["derive"], "")
	return nil
}
