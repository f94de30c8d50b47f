//go:build !early

package server

import _ "modernc.org/sqlite" // SQLite itself, in Go
