package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// wrkReport is what we read of wrk --latency.
type wrkReport struct {
	Requests int
	Rate     float64 // requests per second
	P50, P99 time.Duration
	Errors   int // of sockets, and answers other than 2xx and 3xx
}

// parseWrk reads wrk's output.
func parseWrk(text string) (wrkReport, error) {
	var r wrkReport
	for line := range strings.Lines(text) {
		if err := r.line(strings.Fields(line)); err != nil {
			return r, fmt.Errorf("%w in %q", err, line)
		}
	}
	if r.Requests == 0 || r.Rate == 0 || r.P50 == 0 || r.P99 == 0 {
		return r, fmt.Errorf("requests, rate, 50%% and 99%% are not all there: %+v", r)
	}
	return r, nil
}

func (r *wrkReport) line(f []string) (err error) {
	switch {
	case len(f) == 2 && f[0] == "50%":
		r.P50, err = time.ParseDuration(f[1])
	case len(f) == 2 && f[0] == "99%":
		r.P99, err = time.ParseDuration(f[1])
	case len(f) >= 4 && f[1] == "requests" && f[2] == "in":
		r.Requests, err = strconv.Atoi(f[0])
	case len(f) == 2 && f[0] == "Requests/sec:":
		r.Rate, err = strconv.ParseFloat(f[1], 64)
	case len(f) == 10 && f[0] == "Socket" && f[1] == "errors:":
		for i := 3; i < len(f) && err == nil; i += 2 {
			err = r.fail(strings.TrimSuffix(f[i], ","))
		}
	case len(f) == 5 && f[0] == "Non-2xx":
		err = r.fail(f[4])
	}
	return err
}

func (r *wrkReport) fail(count string) error {
	n, err := strconv.Atoi(count)
	r.Errors += n
	return err
}
