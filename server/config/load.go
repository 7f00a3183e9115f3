package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
)

// Source says where a value came from.
type Source string

// The sources, strongest first.
const (
	FromFlag    Source = "flag"
	FromEnv     Source = "environment"
	FromFile    Source = "file"
	FromDefault Source = "default"
)

// Loaded is a configuration and where each raw value came from.
type Loaded struct {
	Config
	Args   []string // what follows the flags
	Values []Value
}

// Value is one setting as it was given.
type Value struct {
	Setting Setting
	Raw     string
	From    Source
}

// ErrHelp means the user asked for help and nothing is wrong.
var ErrHelp = flag.ErrHelp

// Env is the environment's name of a setting.
func (s Setting) Env() string {
	return "VITRINE_" + strings.ToUpper(strings.ReplaceAll(s.Name, "-", "_"))
}

// given is a flag as it was typed; "" and never typed differ.
type given struct {
	value  string
	set    bool
	toggle bool
}

func (g *given) String() string     { return g.value }
func (g *given) Set(v string) error { g.value, g.set = v, true; return nil }
func (g *given) IsBoolFlag() bool   { return g.toggle }

// Load reads the settings of table from args, then from lookup (os.LookupEnv).
// more registers a command's own flags; it may be nil. The error holds every
// fault, one a line.
func Load(table []Setting, args []string, lookup func(string) (string, bool), more func(*flag.FlagSet)) (Loaded, error) {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	typed := make([]given, len(table))
	for i, s := range table {
		typed[i].toggle = s.Switch
		flags.Var(&typed[i], s.Name, s.Doc)
	}
	if more != nil {
		more(flags)
	}
	var out Loaded
	rest, err := interspersed(flags, args)
	if err != nil {
		return out, err
	}
	out.Args = rest

	var faults []error
	for i, s := range table {
		v := Value{Setting: s, Raw: s.Default, From: FromDefault}
		if err := v.read(typed[i], lookup); err != nil {
			faults = append(faults, err)
			continue
		}
		if err := s.Set(&out.Config, v.Raw); err != nil {
			faults = append(faults, v.fault(err))
		}
		out.Values = append(out.Values, v)
	}
	if err := errors.Join(faults...); err != nil {
		return out, err
	}
	if out.BaseURL == nil {
		out.BaseURL = defaultBase(out.Listen)
	}
	return out, nil
}

// interspersed lets flags stand behind arguments too: `import DIR --dry-run`.
func interspersed(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		left := flags.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if consumed := len(args) - len(left); consumed > 0 && args[consumed-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

func (v *Value) read(typed given, lookup func(string) (string, bool)) error {
	if typed.set {
		v.Raw, v.From = typed.value, FromFlag
		return nil
	}
	env, inEnv := lookup(v.Setting.Env())
	if inEnv {
		v.Raw, v.From = env, FromEnv
	}
	if !v.Setting.Secret {
		return nil
	}
	path, inFile := lookup(v.Setting.Env() + "_FILE")
	switch {
	case !inFile:
		return nil
	case inEnv:
		return fmt.Errorf("%s and %[1]s_FILE are both set: keep one", v.Setting.Env())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s_FILE=%s: the file cannot be read: %w", v.Setting.Env(), path, err)
	}
	v.Raw, v.From = strings.TrimRight(string(b), "\r\n"), FromFile
	return nil
}

// fault names the setting as the user gave it.
func (v Value) fault(err error) error {
	name, value := "--"+v.Setting.Name, v.Raw
	switch v.From {
	case FromEnv:
		name = v.Setting.Env()
	case FromFile:
		name = v.Setting.Env() + "_FILE"
	}
	if v.Setting.Secret {
		value = redacted
	}
	return fmt.Errorf("%s=%q: %w", name, value, err)
}

// defaultBase is the address of a site nobody named: where it listens.
func defaultBase(listen string) *url.URL {
	host := "localhost"
	if !strings.HasPrefix(listen, "unix:") {
		host = listen
		if strings.HasPrefix(host, ":") || strings.HasPrefix(host, "0.0.0.0:") || strings.HasPrefix(host, "[::]:") {
			host = "localhost" + host[strings.LastIndex(host, ":"):]
		}
		host = strings.TrimSuffix(host, ":80")
	}
	return &url.URL{Scheme: "http", Host: strings.ToLower(host)}
}
