//go:build early

package server

import (
	"database/sql"
	"database/sql/driver"
	"errors"
)

// SQLite takes a quarter of the time that it takes to compile this program, and no page needs it. So a first start serves without it,
// while the whole program is compiled: see tools/velocidade/early.go. Until then requests that need the database are told so.
func init() { sql.Register("sqlite", later{}) }

type later struct{}

func (later) Open(string) (driver.Conn, error) {
	return nil, errors.New("the database is still being compiled; it is there in a minute")
}
