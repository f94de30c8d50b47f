package share

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
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

// Kept is a run as a row of the database.
type Kept struct {
	ID        string
	CreatedAt int64  // Unix seconds
	TokenHash string // of what deletes it
	Report    string
}

// Execer is a database, or one connection to it.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Insert stores the run, and tells whether it was new.
func (k Kept) Insert(ctx context.Context, db Execer) (bool, error) {
	res, err := db.ExecContext(ctx, `INSERT INTO runs (id, created_at, token_hash, report) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		k.ID, k.CreatedAt, k.TokenHash, k.Report)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// keep stores a report under its id, and tells whether it was new.
func (s *Service) keep(ctx context.Context, id, token string, report []byte, now time.Time) (bool, error) {
	run := Kept{id, now.Unix(), hashOf(token), string(report)}
	if s.Keep != nil {
		return s.Keep(ctx, run)
	}
	return run.Insert(ctx, s.Write)
}

var errNotFound = errors.New("there is no such run")

// load gives the report of an id.
func (s *Service) load(ctx context.Context, id string) ([]byte, error) {
	if !isID(id) {
		return nil, errNotFound
	}
	if report, ok := s.cache.get(id, formSent, s.Now()).([]byte); ok {
		return report, nil
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

// errBadToken says that a token is not the one that deletes the run.
var errBadToken = errors.New("that token does not delete this run")

// remove deletes a run by its token.
func (s *Service) remove(ctx context.Context, id, token string) error {
	if !isID(id) {
		return errNotFound
	}
	var want string
	err := s.Write.QueryRowContext(ctx, `SELECT token_hash FROM runs WHERE id = ?`, id).Scan(&want)
	if errors.Is(err, sql.ErrNoRows) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	have := hashOf(token)
	if subtle.ConstantTimeCompare([]byte(have), []byte(want)) != 1 {
		return errBadToken
	}
	if _, err := s.Write.ExecContext(ctx, `DELETE FROM runs WHERE id = ? AND token_hash = ?`, id, have); err != nil {
		return err
	}
	s.cache.drop(id)
	return nil
}
