package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"
)

const (
	// busyTimeout is how long a writer waits for another process's transaction.
	busyTimeout = 5 * time.Second

	// logLimit is the size to which the write-ahead log is cut after a
	// checkpoint: a large import must not leave its size behind for ever.
	logLimit = 32 << 20

	// readerIdle lets the connections of a busy hour go, up to 2 MB of page
	// cache each.
	readerIdle = 5 * time.Minute
)

// A setting is a pragma and the value it must have on each connection. param is
// its name in the DSN, "" for a pragma the driver has no name for: that one is
// set on the new connection. The driver ignores names it does not know, so all
// of them are read back.
type setting struct {
	param, pragma, value string
}

func openWriter(o Options) *sql.DB {
	synchronous := map[string]string{"NORMAL": "1", "FULL": "2"}[o.Synchronous]
	db := openPool(o.Path, url.Values{"mode": {"rw"}, "_txlock": {"immediate"}}, append(shared(),
		setting{"_synchronous", "synchronous", synchronous},
		setting{"_query_only", "query_only", "0"},
		setting{"", "journal_size_limit", strconv.Itoa(logLimit)},
	))
	db.SetMaxOpenConns(1)
	return db
}

func openReaders(o Options) *sql.DB {
	db := openPool(o.Path, url.Values{"mode": {"ro"}}, append(shared(),
		setting{"_query_only", "query_only", "1"},
	))
	// A query is answered from memory in microseconds, so more connections than
	// twice the cores only cost memory; one is Watch's.
	n := max(4, min(2*runtime.GOMAXPROCS(0), 16)) + 1
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(readerIdle)
	return db
}

func shared() []setting {
	return []setting{
		{"_busy_timeout", "busy_timeout", strconv.FormatInt(busyTimeout.Milliseconds(), 10)},
		{"_foreign_keys", "foreign_keys", "1"},
		{"_journal_mode", "journal_mode", "wal"}, // kept in the file: for a reader this only asks
	}
}

// openPool makes a pool whose every connection has the settings, or is refused.
func openPool(path string, params url.Values, settings []setting) *sql.DB {
	for _, s := range settings {
		if s.param != "" {
			params.Set(s.param, s.value)
		}
	}
	return sql.OpenDB(connector{
		dsn: dsn(path, params),
		driver: &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
			return readBack(c, settings)
		}},
	})
}

// dsn writes the path as a URI, in which ?, # and % of a folder's name are
// escaped: as a plain path, the driver would cut it at the question mark.
func dsn(path string, params url.Values) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: params.Encode()}
	return u.String()
}

type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// readBack sets what the DSN could not and compares every setting with what the
// connection says.
func readBack(c *sqlite3.SQLiteConn, settings []setting) error {
	for _, s := range settings {
		if s.param == "" {
			if _, err := askPragma(c, s.pragma+" = "+s.value); err != nil {
				return err
			}
		}
		got, err := askPragma(c, s.pragma)
		if err != nil {
			return err
		}
		if got != s.value {
			return fmt.Errorf("this SQLite did not take the setting %s = %s: it says %s", s.pragma, s.value, got)
		}
	}
	return nil
}

// askPragma runs one pragma and gives the first value it answers, "" for none.
func askPragma(c *sqlite3.SQLiteConn, pragma string) (string, error) {
	rows, err := c.Query("PRAGMA "+pragma, nil)
	if err != nil {
		return "", fmt.Errorf("pragma %s: %w", pragma, err)
	}
	defer rows.Close()
	values := make([]driver.Value, max(1, len(rows.Columns())))
	switch err := rows.Next(values); err {
	case nil:
	case io.EOF:
		return "", nil
	default:
		return "", fmt.Errorf("pragma %s: %w", pragma, err)
	}
	if b, ok := values[0].([]byte); ok {
		return string(b), nil
	}
	return fmt.Sprint(values[0]), nil
}
