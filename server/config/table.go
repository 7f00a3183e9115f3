package config

import (
	"log/slog"
	"net/netip"
	"net/url"
	"time"
)

// Config is every setting, checked.
type Config struct {
	Data      string     // folder; the only one written
	LogFormat string     // text or json
	LogLevel  slog.Level //

	Listen          string         // host:port or unix:/path
	BaseURL         *url.URL       // scheme and host of every address we print
	TrustedProxies  []netip.Prefix // whose X-Forwarded-For is believed
	NoSeed          bool           //
	Synchronous     string         // FULL or NORMAL
	PageCache       int64          // bytes
	HeaderTimeout   time.Duration  //
	ReadTimeout     time.Duration  //
	WriteTimeout    time.Duration  //
	IdleTimeout     time.Duration  //
	ShutdownTimeout time.Duration  //
	MaxHeaderBytes  int64          //
	MaxConnections  int64          //
	MaxPerAddress   int64          //

	SMTP        Secret // URL of the mail server; "": nothing is mailed
	MailTo      string //
	MailFrom    string //
	MessageDays int64  // 0: for ever

	AICrawlers  string // allow, search or block
	WebSubHub   string // URL; "": none
	IndexNowKey Secret // "": nothing is submitted
	PurgeURL    string // of the CDN; "": none
	PurgeHeader Secret // "Name: value"
}

// Setting is one row of the table.
type Setting struct {
	Name    string // of the flag; the environment twin is VITRINE_ and this in upper case
	Default string
	Value   string // what a value looks like, for the help: "host:port"
	Serve   bool   // only the server reads it
	Switch  bool   // a flag without a value
	Secret  bool   // never shown; VITRINE_NAME_FILE names a file that holds it
	Doc     string // one sentence for the operator
	Set     func(c *Config, v string) error
}

// Table is every setting, in the order the help shows them.
var Table = []Setting{
	{Name: "data", Default: "./data", Value: "folder", Set: text(func(c *Config) *string { return &c.Data }),
		Doc: "The data folder: database, media, everything. The only folder written."},
	{Name: "log-format", Default: "text", Value: "text|json", Set: oneOf(func(c *Config) *string { return &c.LogFormat }, "text", "json"),
		Doc: "How log lines look."},
	{Name: "log-level", Default: "info", Value: "level", Set: level,
		Doc: "The least serious line that is logged: debug, info, warn or error. At debug every request is a line."},
	{Name: "listen", Default: "localhost:8080", Value: "address", Serve: true, Set: listen,
		Doc: "Where to listen: host:port, :port for every interface, or unix:/path for a socket."},
	{Name: "base-url", Default: "", Value: "URL", Serve: true, Set: baseURL,
		Doc: "The site's public address, such as https://example.com. Empty: http:// and the listening address. Links, canonicals and redirects use it; requests for another host are refused."},
	{Name: "trusted-proxies", Default: "", Value: "networks", Serve: true, Set: proxies,
		Doc: "Comma-separated addresses or networks of proxies whose X-Forwarded-For is believed, such as 127.0.0.1/32."},
	{Name: "no-seed", Default: "false", Serve: true, Switch: true, Set: boolean(func(c *Config) *bool { return &c.NoSeed }),
		Doc: "Start an empty site instead of the example one."},
	{Name: "synchronous", Default: "FULL", Value: "FULL|NORMAL", Serve: true, Set: oneOf(func(c *Config) *string { return &c.Synchronous }, "FULL", "NORMAL"),
		Doc: "FULL: a saved change survives a power cut. NORMAL: the last ones may be lost, writing is faster."},
	{Name: "page-cache", Default: "64MB", Value: "size", Serve: true, Set: size(func(c *Config) *int64 { return &c.PageCache }, 1<<20, 16<<30),
		Doc: "Memory for rendered and compressed pages."},
	{Name: "header-timeout", Default: "5s", Value: "time", Serve: true, Set: duration(func(c *Config) *time.Duration { return &c.HeaderTimeout }),
		Doc: "How long a client may take to send a request's head."},
	{Name: "read-timeout", Default: "15s", Value: "time", Serve: true, Set: duration(func(c *Config) *time.Duration { return &c.ReadTimeout }),
		Doc: "How long it may take to send a whole request."},
	{Name: "write-timeout", Default: "30s", Value: "time", Serve: true, Set: duration(func(c *Config) *time.Duration { return &c.WriteTimeout }),
		Doc: "How long it may take to read an answer."},
	{Name: "idle-timeout", Default: "60s", Value: "time", Serve: true, Set: duration(func(c *Config) *time.Duration { return &c.IdleTimeout }),
		Doc: "How long a connection stays open with nothing asked."},
	{Name: "shutdown-timeout", Default: "10s", Value: "time", Serve: true, Set: duration(func(c *Config) *time.Duration { return &c.ShutdownTimeout }),
		Doc: "How long running requests may take to finish when the server stops."},
	{Name: "max-header", Default: "16KB", Value: "size", Serve: true, Set: size(func(c *Config) *int64 { return &c.MaxHeaderBytes }, 1<<10, 1<<20),
		Doc: "The largest request head."},
	{Name: "max-connections", Default: "10000", Value: "number", Serve: true, Set: number(func(c *Config) *int64 { return &c.MaxConnections }, 1, 10_000_000),
		Doc: "Open connections in all; one more is closed at once."},
	{Name: "max-connections-per-address", Default: "100", Value: "number", Serve: true, Set: number(func(c *Config) *int64 { return &c.MaxPerAddress }, 1, 10_000_000),
		Doc: "Open connections of one address (IPv6: one /64). This machine and trusted proxies are exempt."},
	{Name: "smtp", Default: "", Value: "URL", Serve: true, Secret: true, Set: smtpURL,
		Doc: "The mail server that brings you what visitors write, such as smtp://user:password@mail.example.com:587, or smtps:// with TLS from the start. Empty: messages are stored and not mailed."},
	{Name: "mail-to", Default: "", Value: "address", Serve: true, Set: mailAddress(func(c *Config) *string { return &c.MailTo }),
		Doc: "Who gets these mails. Empty: the address in the profile."},
	{Name: "mail-from", Default: "", Value: "address", Serve: true, Set: mailAddress(func(c *Config) *string { return &c.MailFrom }),
		Doc: "Who sends them. Empty: the user of the mail server, if that is an address, else the receiver."},
	{Name: "message-days", Default: "0", Value: "days", Serve: true, Set: number(func(c *Config) *int64 { return &c.MessageDays }, 0, 36500),
		Doc: "How many days messages are kept. 0: until you delete them."},
	{Name: "ai-crawlers", Default: "allow", Value: "allow|search|block", Serve: true, Set: oneOf(func(c *Config) *string { return &c.AICrawlers }, "allow", "search", "block"),
		Doc: "What robots.txt says to the crawlers of AI companies: everything, only what answers people with links and trains no model, or nothing."},
	{Name: "websub-hub", Default: "", Value: "URL", Serve: true, Set: webAddress(func(c *Config) *string { return &c.WebSubHub }),
		Doc: "The WebSub hub that feeds name and that is told of new posts, such as https://pubsubhubbub.appspot.com/. Empty: none."},
	{Name: "indexnow-key", Default: "", Value: "key", Serve: true, Secret: true, Set: indexNowKey,
		Doc: "Tells the search engines of IndexNow which pages changed. Any 8 to 128 characters of a-z, 0-9 and -; they are shown at /KEY.txt. Empty: tells nobody."},
	{Name: "purge-url", Default: "", Value: "URL", Serve: true, Set: webAddress(func(c *Config) *string { return &c.PurgeURL }),
		Doc: "A CDN's address that makes it forget pages by tag: a POST says {\"tags\":[\"site\"]} and Surrogate-Key: site, as Cloudflare and Fastly read them. Pages carry their tags when it is set."},
	{Name: "purge-header", Default: "", Value: "header", Serve: true, Secret: true, Set: headerLine(func(c *Config) *Secret { return &c.PurgeHeader }),
		Doc: "The header that lets us purge, such as Authorization: Bearer TOKEN."},
}
