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
	data  []byte
	until time.Time
}

func (c *cache) get(name string, now time.Time) []byte {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if e, found := c.kept[name]; found && now.Before(e.until) {
		return e.data
	}
	return nil
}

func (c *cache) put(name string, data []byte, most int, now time.Time) {
	if len(data) > most {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || c.bytes+len(data) > most {
		c.kept, c.bytes = map[string]cached{}, 0
	}
	c.bytes += len(data) - len(c.kept[name].data)
	c.kept[name] = cached{data, now.Add(cacheFor)}
}

// drop forgets a run, and its picture.
func (c *cache) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range []string{id, pictureName(id)} {
		c.bytes -= len(c.kept[name].data)
		delete(c.kept, name)
	}
}

func pictureName(id string) string { return id + ".png" }
