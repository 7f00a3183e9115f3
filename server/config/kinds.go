package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

func text(at func(*Config) *string) func(*Config, string) error {
	return func(c *Config, v string) error {
		if v == "" {
			return errors.New("it must not be empty")
		}
		*at(c) = v
		return nil
	}
}

func oneOf(at func(*Config) *string, allowed ...string) func(*Config, string) error {
	return func(c *Config, v string) error {
		if !slices.Contains(allowed, v) {
			return fmt.Errorf("use %s", strings.Join(allowed, " or "))
		}
		*at(c) = v
		return nil
	}
}

func boolean(at func(*Config) *bool) func(*Config, string) error {
	return func(c *Config, v string) error {
		b, err := strconv.ParseBool(v)
		if err != nil {
			return errors.New("use true or false")
		}
		*at(c) = b
		return nil
	}
}

func number(at func(*Config) *int64, least, most int64) func(*Config, string) error {
	return func(c *Config, v string) error {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < least || n > most {
			return fmt.Errorf("use a whole number from %d to %d", least, most)
		}
		*at(c) = n
		return nil
	}
}

// size reads bytes in decimal units: 64MB is 64,000,000.
func size(at func(*Config) *int64, least, most int64) func(*Config, string) error {
	units := []struct {
		suffix string
		times  int64
	}{{"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"B", 1}, {"", 1}}
	return func(c *Config, v string) error {
		for _, u := range units {
			digits, ok := strings.CutSuffix(strings.ToUpper(v), u.suffix)
			if !ok {
				continue
			}
			n, err := strconv.ParseInt(digits, 10, 64)
			if err != nil || n > most/u.times || n*u.times < least {
				break
			}
			*at(c) = n * u.times
			return nil
		}
		return fmt.Errorf("use a size from %dB to %dMB, such as 64MB", least, most/1e6)
	}
}

func duration(at func(*Config) *time.Duration) func(*Config, string) error {
	return func(c *Config, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d < 10*time.Millisecond || d > 24*time.Hour {
			return errors.New("use a time from 10ms to 24h, such as 30s")
		}
		*at(c) = d
		return nil
	}
}

func level(c *Config, v string) error {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	l, ok := levels[v]
	if !ok {
		return errors.New("use debug, info, warn or error")
	}
	c.LogLevel = l
	return nil
}

func listen(c *Config, v string) error {
	if path, ok := strings.CutPrefix(v, "unix:"); ok {
		// 107 bytes is what Linux keeps for a socket's path.
		if path == "" || len(path) > 107 {
			return errors.New("use unix: and a path of at most 107 bytes")
		}
		c.Listen = v
		return nil
	}
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return errors.New("use host:port such as localhost:8080, :8080 for every interface, or unix:/run/vitrine.sock")
	}
	c.Listen = v
	return nil
}

func baseURL(c *Config, v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.Hostname() == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("use a scheme and a host and nothing behind them, such as https://example.com")
	}
	c.BaseURL = &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host)}
	return nil
}

func proxies(c *Config, v string) error {
	c.TrustedProxies = nil
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			a, addrErr := netip.ParseAddr(part)
			if addrErr != nil {
				return fmt.Errorf("%q is not an address or a network: use 10.0.0.1, 10.0.0.0/8 or fd00::/8, with commas between", part)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		c.TrustedProxies = append(c.TrustedProxies, p.Masked())
	}
	return nil
}
