package config

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Print writes every value and where it came from; secrets stay hidden.
func (l Loaded) Print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, v := range l.Values {
		raw := v.Raw
		if v.Setting.Secret {
			raw = Secret(raw).mask()
		}
		if v.Setting.Name == "base-url" && raw == "" {
			raw = l.BaseURL.String()
		}
		fmt.Fprintf(tab, "%s\t%s\t(%s)\n", v.Setting.Name, raw, v.From)
	}
	return tab.Flush()
}

// Usage writes the flags of a command for its help.
func Usage(w io.Writer, table []Setting) {
	for _, s := range table {
		name := "--" + s.Name
		if s.Value != "" {
			name += " " + s.Value
		}
		env := s.Env()
		if s.Secret {
			env += " or " + env + "_FILE"
		}
		def := ""
		if s.Default != "" && !s.Switch && !s.Secret {
			def = "Default " + s.Default + ". "
		}
		fmt.Fprintf(w, "  %s\n      %s\n      %s%s\n", name, s.Doc, def, env)
	}
}

// Markdown is the README's section on settings.
func Markdown(table []Setting) string {
	var b strings.Builder
	b.WriteString("| Flag | Default | Meaning |\n|---|---|---|\n")
	for _, s := range table {
		def := ""
		if s.Default != "" {
			def = "`" + s.Default + "`"
		}
		fmt.Fprintf(&b, "| `--%s` | %s | %s |\n", s.Name, def, strings.ReplaceAll(s.Doc, "|", "\\|"))
	}
	return b.String()
}

// Common is the part of the table that every command reads.
func Common(table []Setting) []Setting {
	var out []Setting
	for _, s := range table {
		if !s.Serve {
			out = append(out, s)
		}
	}
	return out
}
