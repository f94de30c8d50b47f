package share

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings a database to the present form. It keeps what it did in the table that Cloudflare's tool keeps, so that
// a database can move from one to the other.
func Migrate(ctx context.Context, db *sql.DB) error {
	const table = `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`
	if _, err := db.ExecContext(ctx, table); err != nil {
		return err
	}
	files, err := fs.Glob(migrations, "migrations/*.sql") // in the order of their names
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := migrate(ctx, db, file); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// migrate carries out one file unless that has been done, as a whole or not at all.
func migrate(ctx context.Context, db *sql.DB, file string) error {
	text, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	name := file[len("migrations/"):]
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM d1_migrations WHERE name = ?`, name).Scan(&n); err != nil || n > 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO d1_migrations (name) VALUES (?)`, name); err != nil {
		return err
	}
	return tx.Commit()
}

// idLength is 100 bits: nobody finds two runs with the same id.
const idLength = 20

var alphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// ID names a Report by its content.
func ID(report []byte) string {
	sum := sha256.Sum256(report)
	return alphabet.EncodeToString(sum[:])[:idLength]
}

func isID(s string) bool {
	for _, c := range []byte(s) {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z') {
			return false
		}
	}
	return len(s) == idLength
}

// newToken makes what deletes a run.
func newToken(random io.Reader) (string, error) {
	var b [20]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	return alphabet.EncodeToString(b[:]), nil
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Kept is a run that somebody wants kept.
type Kept struct {
	ID        string
	CreatedAt int64  // Unix seconds
	TokenHash string // of what lets its keeper delete it
	Report    string
	Quota     int64 // bytes that the database may hold; 0 means any
}

// Execer is a database, or one connection to it.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// ErrFull says that the database holds as much as it may.
var ErrFull = errors.New("the database has reached its quota")

// Insert stores the run with its keeper, and tells whether the run was new. It is [ErrFull] where there is no room for it: pictures that
// can be drawn again are removed for it, and nothing that anybody stored.
//
// The keeper comes first. Should the process end in between, a keeper of nothing is left, which harms nobody; the other way round there
// would be a run that nobody can delete.
func (k Kept) Insert(ctx context.Context, db Execer) (bool, error) {
	made, err := k.insert(ctx, db)
	if !errors.Is(err, ErrFull) {
		return made, err
	}
	res, failed := db.ExecContext(ctx, `DELETE FROM derived WHERE rowid IN (SELECT rowid FROM derived WHERE form = ? ORDER BY rowid LIMIT 64)`, formPicture)
	if failed != nil {
		return false, failed
	}
	if n, failed := res.RowsAffected(); failed != nil || n == 0 {
		return false, err
	}
	return k.insert(ctx, db)
}

func (k Kept) insert(ctx context.Context, db Execer) (bool, error) {
	room := roomFor(k.Quota, len(k.Report))
	res, err := db.ExecContext(ctx, `INSERT INTO keepers (id, token_hash, created_at) SELECT ?, ?, ? FROM stored WHERE bytes <= ?
		ON CONFLICT (id, token_hash) DO UPDATE SET created_at = excluded.created_at`,
		k.ID, k.TokenHash, k.CreatedAt, room)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, errors.Join(err, ErrFull)
	}
	res, err = db.ExecContext(ctx, `INSERT INTO runs (id, created_at, report) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING`, k.ID, k.CreatedAt, k.Report)
	if err != nil {
		// Of a transaction this is nothing that remains.
		_, _ = db.ExecContext(ctx, `DELETE FROM keepers WHERE id = ? AND token_hash = ?`, k.ID, k.TokenHash)
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// roomFor is how much may be stored already for so many bytes more to fit.
func roomFor(quota int64, bytes int) int64 {
	if quota == 0 {
		return 1 << 52
	}
	return quota - int64(bytes)
}

// keep stores a report under its id, and tells whether it was new.
func (s *Service) keep(ctx context.Context, id, token string, report []byte, now time.Time) (bool, error) {
	run := Kept{id, now.Unix(), hashOf(token), string(report), s.Quota}
	if s.Keep != nil {
		return s.Keep(ctx, run)
	}
	return run.Insert(ctx, s.Write)
}

var errNotFound = errors.New("there is no such run")

// load gives the report of an id.
func (s *Service) load(ctx context.Context, id string) ([]byte, error) {
	if report, ok := s.cache.get(id, formSent, s.Now()).([]byte); ok {
		return report, nil
	}
	if !isID(id) {
		return nil, errNotFound
	}
	var report string
	err := s.Read.QueryRowContext(ctx, `SELECT report FROM runs WHERE id = ?`, id).Scan(&report)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	if ID([]byte(report)) != id {
		return nil, fmt.Errorf("run %s is not what was kept: its content has another hash", id)
	}
	s.cache.put(id, formSent, []byte(report), len(report), s.CacheBytes, s.Now())
	return []byte(report), nil
}

// stored gives what followed from a run in a form, or "" where that is not stored: what is stored goes with its run, so the run is not
// looked at. Its hash stands before it, since a row that was damaged is to be noticed here too.
func (s *Service) stored(ctx context.Context, id, form string) (string, error) {
	if !isID(id) {
		return "", errNotFound
	}
	var body string
	err := s.Read.QueryRowContext(ctx, `SELECT body FROM derived WHERE id = ? AND form = ? AND code = ?`, id, form, Derivation).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil || len(body) < idLength || ID([]byte(body[idLength:])) != body[:idLength] {
		return "", err
	}
	return body[idLength:], nil
}

// store keeps what followed from a run beside it, unless that run has gone meanwhile or there is no room.
func (s *Service) store(ctx context.Context, id, form, body string) error {
	body = ID([]byte(body)) + body
	_, err := s.Write.ExecContext(ctx, `INSERT INTO derived (id, form, code, body) SELECT id, ?, ?, ? FROM runs, stored WHERE id = ? AND bytes <= ?
		ON CONFLICT (id, form) DO UPDATE SET code = excluded.code, body = excluded.body`, form, Derivation, body, id, roomFor(s.Quota, len(body)))
	return err
}

// errBadToken says that a token is not one that deletes the run.
var errBadToken = errors.New("that token does not delete this run")

// remove ends one keeping of a run by its token, and tells whether the run itself is gone with it: it is there for others who stored
// the same.
func (s *Service) remove(ctx context.Context, id, token string) (gone bool, err error) {
	if !isID(id) {
		return false, errNotFound
	}
	// What is compared is a hash, of which the time that it takes tells nobody anything.
	res, err := s.Write.ExecContext(ctx, `DELETE FROM keepers WHERE id = ? AND token_hash = ?`, id, hashOf(token))
	if err != nil {
		return false, err
	}
	removed, err := res.RowsAffected()
	if err != nil {
		return false, err
	}
	var there int
	if err := s.Write.QueryRowContext(ctx, `SELECT count(*) FROM runs WHERE id = ?`, id).Scan(&there); err != nil {
		return false, err
	}
	switch {
	case removed == 0 && there == 0:
		return false, errNotFound
	case removed == 0:
		return false, errBadToken
	case there > 0:
		return false, nil
	}
	s.cache.drop(id)
	return true, nil
}
