package share

import (
	"sync"
	"time"
)

// cacheFor is how long something is kept in memory: no longer than browsers keep it, so that a run that was deleted by
// another process on the same database is gone for all at the same time.
const cacheFor = time.Minute

// cache keeps what was asked for lately. It is emptied as a whole when it is full: what is asked for often is there again at once,
// and no list has to be kept in order by everybody who reads.
type cache struct {
	mu    sync.RWMutex
	kept  map[string]cached
	bytes int
}

type cached struct {
	value any // shared by all who ask: nobody changes it
	bytes int
	until time.Time
}

// The forms in which a run is kept: as it was sent, what is said of it, and drawn.
const (
	formSent    = ""
	formFacts   = "facts"
	formPicture = "picture"
)

func (c *cache) get(id, form string, now time.Time) any {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if e, found := c.kept[id+form]; found && now.Before(e.until) {
		return e.value
	}
	return nil
}

func (c *cache) put(id, form string, value any, bytes, most int, now time.Time) {
	if bytes > most {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || c.bytes+bytes > most {
		c.kept, c.bytes = map[string]cached{}, 0
	}
	c.bytes += bytes - c.kept[id+form].bytes
	c.kept[id+form] = cached{value, bytes, now.Add(cacheFor)}
}

// drop forgets a run in all its forms.
func (c *cache) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, form := range []string{formSent, formFacts, formPicture} {
		c.bytes -= c.kept[id+form].bytes
		delete(c.kept, id+form)
	}
}
