package soak

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"velocidade/wasm/share"
)

// child is the server's process.
type child struct {
	serving
	mu    sync.Mutex // of what follows
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	times atomic.Int64 // how often it was started or killed
	dead  atomic.Bool
}

// started is another number whenever the process is.
func (c *child) started() int64 { return c.times.Load() }

func (c *child) down() bool { return c.dead.Load() }

func (c *child) start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := json.Marshal(c.serving)
	if err != nil {
		return err
	}
	c.cmd = exec.Command(executable)
	c.cmd.Env = append(os.Environ(), childEnv+"="+string(text))
	c.cmd.Stderr = os.Stderr
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	c.out = bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		return err
	}
	if line, err := c.out.ReadString('\n'); err != nil || line != "serving\n" {
		return fmt.Errorf("it said %q: %w", line, err)
	}
	c.times.Add(1)
	c.dead.Store(false)
	return nil
}

// kill ends the process so that it can do nothing more.
func (c *child) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dead.Store(true)
	c.times.Add(1)
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

// say gives the process a line and waits until it has done what that says.
func (c *child) say(line string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := fmt.Fprintln(c.in, line); err != nil {
		return err
	}
	answer, err := c.out.ReadString('\n')
	if err == nil && answer != "<nil>\n" {
		err = errors.New(strings.TrimSpace(answer))
	}
	return err
}

// memory is what the process has from the system, in bytes; 0 where that is not told.
func (c *child) memory() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", c.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

// settle kills the server a last time, starts it again, and looks at everything that was acknowledged; then at the database itself.
func (s *soak) settle(ctx context.Context) error {
	s.child.kill()
	if err := s.child.start(); err != nil {
		return err
	}
	for id := range s.kept {
		if a := s.ask(ctx, http.MethodGet, "/api/runs/"+id, "", ""); a.status != http.StatusOK || share.ID(a.body) != id {
			s.fault("run %s was acknowledged and answers %d %.100s", id, a.status, a.body)
		}
	}
	time.Sleep(100 * time.Millisecond)
	s.child.kill()
	db, err := sql.Open("sqlite", filepath.Join(s.Dir, "runs.sqlite"))
	if err != nil {
		return err
	}
	defer db.Close()
	var check string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&check); err != nil || check != "ok" {
		s.fault("the database is damaged: %s %v", check, err)
	}
	var orphans, miscounted int
	if err := db.QueryRow(`SELECT count(*) FROM runs WHERE NOT EXISTS (SELECT 1 FROM keepers WHERE keepers.id = runs.id)`).Scan(&orphans); err != nil || orphans > 0 {
		s.fault("%d runs have nobody who can delete them %v", orphans, err)
	}
	const sums = `SELECT bytes - (SELECT coalesce(sum(length(CAST(report AS BLOB)) + 300), 0) FROM runs) - (SELECT count(*) * 200 FROM keepers)
		- (SELECT coalesce(sum(length(CAST(body AS BLOB)) + 200), 0) FROM derived) FROM stored`
	if err := db.QueryRow(sums).Scan(&miscounted); err != nil || miscounted != 0 {
		s.fault("what is stored is miscounted by %d bytes %v", miscounted, err)
	}
	return nil
}
