package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"vitrine/server/tools/proc"
)

// categories are the four we answer for, as the table names them. Lighthouse
// would else add those that judge what a site offers to robots.
var categories = []struct{ id, title string }{
	{"performance", "perf"}, {"accessibility", "a11y"}, {"best-practices", "best"}, {"seo", "seo"},
}

// result is one run of Lighthouse.
type result struct {
	Scores   []float64 // by categories, 0 to 1
	LCP, TBT float64   // ms
	CLS      float64   //
	Bytes    int64     // as they came over the wire
	Requests int       //
	Failed   []string  // audits that cost score
}

// lighthouse looks at each page runs times and prints the median run.
func lighthouse(ctx context.Context, k *kit, s *site, runs int, out io.Writer) (faults int, err error) {
	dir, err := os.MkdirTemp("", "vitrine-lighthouse-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "perf\ta11y\tbest\tseo\tLCP s\tCLS\tTBT ms\tbytes\trequests\t  page")
	var notes []string
	for _, path := range s.paths {
		var all []result
		for range runs {
			if busy := proc.Rest(ctx); busy > 0 {
				notes = append(notes, fmt.Sprintf("%s: other programs used %.0f %% of the processors just before a run, so its performance means little", path, 100*busy))
			}
			r, err := runLighthouse(ctx, k, s.url+path, filepath.Join(dir, "report.json"))
			if err != nil {
				return faults, fmt.Errorf("%s: %w", path, err)
			}
			all = append(all, r)
		}
		m := median(all)
		for i, c := range categories {
			fmt.Fprintf(w, "%.2f\t", m.Scores[i])
			if m.Scores[i] < 1 {
				faults++
				notes = append(notes, fmt.Sprintf("FAULT %s: %s %.2f", path, c.id, m.Scores[i]))
			}
		}
		fmt.Fprintf(w, "%.2f\t%.3f\t%.0f\t%d\t%d\t  %s\n", m.LCP/1000, m.CLS, m.TBT, m.Bytes, m.Requests, path)
		for _, f := range m.Failed {
			notes = append(notes, path+": "+f)
		}
	}
	if err := w.Flush(); err != nil {
		return faults, err
	}
	_, err = fmt.Fprintf(out, "%s%s\n", table.String(), strings.Join(notes, "\n"))
	return faults, err
}

// runLighthouse is one run with its defaults: a phone on simulated slow 4G
// with its processor slowed four times.
func runLighthouse(ctx context.Context, k *kit, url, file string) (result, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	var only []string
	for _, c := range categories {
		only = append(only, c.id)
	}
	command := exec.CommandContext(ctx, k.node, filepath.Join(k.modules, "lighthouse", "cli", "index.js"), url,
		"--chrome-flags=--"+strings.Join(chromiumFlags, " --"), "--only-categories="+strings.Join(only, ","),
		"--output=json", "--output-path="+file, "--quiet", "--no-enable-error-reporting")
	command.Env = append(os.Environ(), "CHROME_PATH="+k.chromium)
	if text, err := command.CombinedOutput(); err != nil {
		return result{}, fmt.Errorf("lighthouse: %w\n%s", err, text)
	}
	report, err := os.ReadFile(file)
	if err != nil {
		return result{}, err
	}
	return parseLighthouse(report)
}

// parseLighthouse reads Lighthouse's JSON.
func parseLighthouse(report []byte) (result, error) {
	var doc struct {
		RuntimeError *struct{ Code, Message string }
		Categories   map[string]struct {
			Score     *float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Title        string
			DisplayValue string
			Score        *float64
			NumericValue float64
			Details      struct{ Items json.RawMessage }
		}
	}
	if err := json.Unmarshal(report, &doc); err != nil {
		return result{}, fmt.Errorf("lighthouse's report: %w", err)
	}
	if e := doc.RuntimeError; e != nil {
		return result{}, fmt.Errorf("lighthouse could not judge the page: %s: %s", e.Code, e.Message)
	}
	var r result
	for _, c := range categories {
		got := doc.Categories[c.id]
		if got.Score == nil {
			return result{}, fmt.Errorf("lighthouse's report has no score for %s", c.id)
		}
		r.Scores = append(r.Scores, *got.Score)
		for _, ref := range got.AuditRefs {
			a := doc.Audits[ref.ID]
			if ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				r.Failed = append(r.Failed, strings.TrimSpace(fmt.Sprintf("%s %.2f: %s %s", ref.ID, *a.Score, a.Title, a.DisplayValue)))
			}
		}
	}
	r.LCP = doc.Audits["largest-contentful-paint"].NumericValue
	r.TBT = doc.Audits["total-blocking-time"].NumericValue
	r.CLS = doc.Audits["cumulative-layout-shift"].NumericValue
	var requests []struct{ TransferSize int64 }
	if err := json.Unmarshal(doc.Audits["network-requests"].Details.Items, &requests); err != nil {
		return result{}, fmt.Errorf("lighthouse's list of requests: %w", err)
	}
	r.Requests = len(requests)
	for _, q := range requests {
		r.Bytes += q.TransferSize
	}
	return r, nil
}

// median is the run in the middle by performance, then by LCP and TBT; of an
// even number the worse one.
func median(all []result) result {
	s := slices.Clone(all)
	slices.SortFunc(s, func(a, b result) int {
		return cmp.Or(cmp.Compare(a.Scores[0], b.Scores[0]), cmp.Compare(b.LCP, a.LCP), cmp.Compare(b.TBT, a.TBT))
	})
	return s[(len(s)-1)/2]
}
