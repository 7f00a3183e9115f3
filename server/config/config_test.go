package config_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vitrine/server/config"
)

func environment(pairs ...string) func(string) (string, bool) {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(k string) (string, bool) { v, ok := m[k]; return v, ok }
}

func TestDefaultsLoad(t *testing.T) {
	c, err := config.Load(config.Table, nil, environment(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.BaseURL.String() != "http://localhost:8080" || c.Data != "./data" || c.PageCache != 64e6 {
		t.Errorf("the defaults are %+v", c.Config)
	}
}

func TestPrecedence(t *testing.T) {
	env := environment("VITRINE_LISTEN", ":81", "VITRINE_DATA", "/env", "VITRINE_NO_SEED", "true")
	c, err := config.Load(config.Table, []string{"DIR", "--listen", ":82", "more"}, env, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != ":82" || c.Data != "/env" || !c.NoSeed {
		t.Errorf("want the flag's listen, the environment's data and no-seed; got %q %q %v", c.Listen, c.Data, c.NoSeed)
	}
	if got := strings.Join(c.Args, " "); got != "DIR more" {
		t.Errorf("arguments round the flag: %q", got)
	}
	if c.BaseURL.String() != "http://localhost:82" {
		t.Errorf("base URL of a port on every interface: %s", c.BaseURL)
	}
}

func TestOwnFlagsAndDashDash(t *testing.T) {
	dry := false
	c, err := config.Load(config.Common(config.Table), []string{"x", "--dry-run", "--", "--y"}, environment(),
		func(f *flag.FlagSet) { f.BoolVar(&dry, "dry-run", false, "") })
	if err != nil || !dry || strings.Join(c.Args, " ") != "x --y" {
		t.Errorf("dry-run %v, arguments %q, error %v", dry, c.Args, err)
	}
}

func TestEveryBadValueIsNamed(t *testing.T) {
	_, err := config.Load(config.Table, []string{"--listen", "nowhere", "--page-cache=lots", "--trusted-proxies=10.0.0.0/8,x", "--log-level", "loud"},
		environment("VITRINE_BASE_URL", "example.com", "VITRINE_READ_TIMEOUT", "0", "VITRINE_MAX_CONNECTIONS", "-1", "VITRINE_NO_SEED", "perhaps", "VITRINE_DATA", "", "VITRINE_SYNCHRONOUS", "OFF"), nil)
	if err == nil {
		t.Fatal("bad values were accepted")
	}
	for _, want := range []string{
		`--listen="nowhere": use host:port`, `--page-cache="lots": use a size`, `--trusted-proxies="10.0.0.0/8,x": "x" is not an address`,
		`--log-level="loud": use debug`, `VITRINE_BASE_URL="example.com": use a scheme and a host`, `VITRINE_READ_TIMEOUT="0": use a time`,
		`VITRINE_MAX_CONNECTIONS="-1": use a whole number`, `VITRINE_NO_SEED="perhaps": use true`, `VITRINE_DATA="": it must not be empty`, `VITRINE_SYNCHRONOUS="OFF": use FULL`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q; it says\n%v", want, err)
		}
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		arg string
		ok  bool
	}{
		{"--listen=unix:/run/x.sock", true}, {"--listen=unix:", false}, {"--listen=unix:/" + strings.Repeat("x", 120), false},
		{"--listen=[::1]:0", true}, {"--listen=:65536", false}, {"--listen=:http", false}, {"--listen=8080", false},
		{"--base-url=https://example.com/", true}, {"--base-url=https://example.com/blog", false}, {"--base-url=ftp://x", false},
		{"--base-url=https://u:p@x", false}, {"--base-url=https://x?y", false}, {"--base-url=https://", false},
		{"--page-cache=2GB", true}, {"--page-cache=1", false}, {"--page-cache=999999999999GB", false}, {"--page-cache=9000000", true},
		{"--trusted-proxies=::1, 10.0.0.1", true}, {"--trusted-proxies=300.1.1.1", false},
		{"--idle-timeout=25h", false}, {"--idle-timeout=1m30s", true}, {"--no-seed=false", true}, {"--nonsense", false},
	} {
		if _, err := config.Load(config.Table, []string{c.arg}, environment(), nil); (err == nil) != c.ok {
			t.Errorf("%s: error %v, want accepted %v", c.arg, err, c.ok)
		}
	}
}

func TestHelp(t *testing.T) {
	if _, err := config.Load(config.Table, []string{"--help"}, environment(), nil); !errors.Is(err, config.ErrHelp) {
		t.Errorf("--help gives %v", err)
	}
	var b strings.Builder
	config.Usage(&b, config.Table)
	for _, s := range config.Table {
		if !strings.Contains(b.String(), "--"+s.Name) || !strings.Contains(b.String(), s.Env()) {
			t.Errorf("the help lacks %s or %s", s.Name, s.Env())
		}
	}
}

func TestSecrets(t *testing.T) {
	var key config.Secret
	table := []config.Setting{{Name: "api-key", Secret: true, Set: func(_ *config.Config, v string) error {
		if v == "wrong" {
			return errors.New("use a key")
		}
		key = config.Secret(v)
		return nil
	}}}
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := config.Load(table, nil, environment("VITRINE_API_KEY_FILE", file), nil)
	if err != nil || key.Reveal() != "hunter2" {
		t.Fatalf("from a file: %q, %v", key.Reveal(), err)
	}
	var printed strings.Builder
	if err := loaded.Print(&printed); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(struct{ Key config.Secret }{key})
	if err != nil {
		t.Fatal(err)
	}
	shown := printed.String() + string(asJSON) + fmt.Sprintf("%v %s %q %x %#v %+v", key, key, key, key, key, struct{ Key config.Secret }{key})
	if strings.Contains(shown, "hunter2") || strings.Contains(shown, "68756e746572") {
		t.Errorf("the secret shows in %s", shown)
	}
	if _, err := config.Load(table, nil, environment("VITRINE_API_KEY_FILE", file, "VITRINE_API_KEY", "x"), nil); err == nil {
		t.Error("a secret given twice was accepted")
	}
	if _, err := config.Load(table, nil, environment("VITRINE_API_KEY", "wrong"), nil); err == nil || strings.Contains(err.Error(), "wrong") {
		t.Errorf("a bad secret's error shows it: %v", err)
	}
	if _, err := config.Load(table, nil, environment("VITRINE_API_KEY_FILE", file+"x"), nil); err == nil || !strings.Contains(err.Error(), "API_KEY_FILE") {
		t.Errorf("a missing file: %v", err)
	}
}

// TestReadme holds the README's table to the one in code.
func TestReadme(t *testing.T) {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(b), "<!-- settings -->\n")
	got, _, ok2 := strings.Cut(rest, "<!-- /settings -->")
	if want := config.Markdown(config.Table); !ok || !ok2 || strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("README.md must have between its settings marks what `vitrine config markdown` prints:\n%s", want)
	}
}
