package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// htmlRules: the HTML standard, accessibility and whole documents. Rules of
// taste (quotes, void elements, case of the doctype) are left to the encoder.
// An integrity attribute is for other hosts' files: ours carry their checksum
// in the address. A list may have a name: WAI-ARIA lets any but a few roles.
// What scrolls sideways (tables, code) is a region and keeps its own element.
const htmlRules = `{
  "root": true,
  "extends": ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  "rules": {
    "doctype-style": "off",
    "require-sri": ["error", {"target": "crossorigin"}],
    "prefer-native-element": ["error", {"exclude": ["region"]}],
    "aria-label-misuse": ["error", {"allowAnyNamable": true}]
  }
}`

// validate reads every page with html-validate.
func validate(ctx context.Context, k *kit, s *site, out io.Writer) (faults int, err error) {
	dir, err := os.MkdirTemp("", "vitrine-html-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	rules := filepath.Join(dir, "rules.json")
	if err := os.WriteFile(rules, []byte(htmlRules), 0o600); err != nil {
		return 0, err
	}
	paths := append(slices.Clone(s.paths), missing)
	// To a file: into a pipe it writes the first 64 KB and ends.
	report := filepath.Join(dir, "report.json")
	args := []string{filepath.Join(k.modules, "html-validate", "bin", "html-validate.mjs"), "--config", rules, "--formatter=json=" + report}
	for i, path := range paths {
		file := filepath.Join(dir, fmt.Sprintf("%d.html", i))
		if err := os.WriteFile(file, s.html[path], 0o600); err != nil {
			return 0, err
		}
		args = append(args, file)
	}
	text, ended := exec.CommandContext(ctx, k.node, args...).CombinedOutput()
	// It exits with 1 when it finds faults; then there is a report.
	content, err := os.ReadFile(report)
	if err != nil {
		return 0, fmt.Errorf("html-validate made no report (%w)\n%s", errors.Join(ended, err), text)
	}
	found, err := parseHTMLReport(content)
	if err != nil {
		return 0, fmt.Errorf("html-validate's report: %w", err)
	}
	for i, path := range paths {
		for _, m := range found[fmt.Sprintf("%d.html", i)] {
			faults++
			fmt.Fprintf(out, "%s:%d:%d  %s: %s  %s\n", path, m.Line, m.Column, m.Rule, m.Message, m.Selector)
		}
	}
	fmt.Fprintf(out, "%d pages, %d faults\n", len(paths), faults)
	return faults, nil
}

// htmlMessage is one of html-validate's complaints.
type htmlMessage struct {
	Rule     string `json:"ruleId"`
	Message  string `json:"message"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Selector string `json:"selector"`
}

// parseHTMLReport reads html-validate's JSON: complaints by the file's base name.
func parseHTMLReport(report []byte) (map[string][]htmlMessage, error) {
	var files []struct {
		FilePath string        `json:"filePath"`
		Messages []htmlMessage `json:"messages"`
	}
	if err := json.Unmarshal(report, &files); err != nil {
		return nil, err
	}
	found := map[string][]htmlMessage{}
	for _, f := range files {
		found[filepath.Base(f.FilePath)] = f.Messages
	}
	return found, nil
}
