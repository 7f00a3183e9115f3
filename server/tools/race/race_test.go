package main

import (
	"math"
	"strings"
	"testing"
	"time"
)

const wrkOutput = `Running 6s test @ http://localhost:40000/
  2 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.97ms    2.05ms  25.04ms   88.35%
    Req/Sec    21.04k     2.94k   27.08k    70.00%
  Latency Distribution
     50%  935.00us
     75%    2.67ms
     90%    4.58ms
     99%    1.20s
  251898 requests in 6.01s, 342.11MB read
Requests/sec:  41913.14
Transfer/sec:    338.73MB
`

func TestParseWrk(t *testing.T) {
	good := wrkReport{Requests: 251898, Rate: 41913.14, P50: 935 * time.Microsecond, P99: 1200 * time.Millisecond}
	bad := good
	bad.Errors = 18
	for _, c := range []struct {
		name, text string
		want       wrkReport
		fails      bool
	}{
		{name: "good", text: wrkOutput, want: good},
		{name: "errors", text: wrkOutput + "  Socket errors: connect 1, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 12\n", want: bad},
		{name: "nothing", fails: true},
		{name: "broken off", text: wrkOutput[:strings.Index(wrkOutput, "Requests/sec")], fails: true},
		{name: "no number", text: wrkOutput + "Requests/sec:  many\n", fails: true},
	} {
		got, err := parseWrk(c.text)
		if (err != nil) != c.fails {
			t.Errorf("%s: error %v, want one: %t", c.name, err, c.fails)
		}
		if !c.fails && got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
}

func TestRatio(t *testing.T) {
	mk := func(rate, cpu float64) run {
		return run{wrkReport: wrkReport{Requests: 1000, Rate: rate}, CPU: cpu}
	}
	a, b := []run{mk(50, 0.4), mk(30, 0.6)}, []run{mk(100, 0.2), mk(30, 0.2)}
	if got := ratio(a, b, run.rate); got != 0.75 {
		t.Errorf("rates at 0.5 and 1 have the mean %v, want 0.75", got)
	}
	if got := ratio(a, b, run.perThousand); math.Abs(got-2.5) > 1e-9 {
		t.Errorf("processor time at 2 and 3 has the mean %v, want 2.5", got)
	}
}
