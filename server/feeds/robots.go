package feeds

import (
	"bytes"
	"strings"
)

// What the owner may say to the crawlers of AI companies.
const (
	AllowAI  = "allow"  // everything
	SearchAI = "search" // what answers a person's question with a link, not what trains a model
	BlockAI  = "block"  // nothing
)

// The user agents, as their operators document them. Search engines that also
// feed a model from the same crawler (Applebot, Bingbot, Googlebot) are in
// neither list: their operators offer a token of its own for training, or none.
var (
	trainers = strings.Fields(`AI2Bot Ai2Bot-Dolma Amazonbot anthropic-ai Applebot-Extended bedrockbot Bytespider CCBot
		ChatGLM-Spider Claude-Web ClaudeBot CloudVertexBot cohere-ai cohere-training-data-crawler Cotoyogi Crawlspace
		DeepSeekBot Diffbot FacebookBot FriendlyCrawler Google-CloudVertexBot Google-Extended GoogleOther GPTBot
		ICC-Crawler ImagesiftBot img2dataset ISSCyberRiskCrawler laion-huggingface-processor LAIONDownloader
		meta-externalagent omgili omgilibot PanguBot SBIntuitionsBot TikTokSpider Timpibot VelenPublicWebCrawler Webzio-Extended`)
	searchers = strings.Fields(`AddSearchBot Amzn-SearchBot Amzn-User Andibot AzureAI-SearchBot Bravebot ChatGPT-User
		Claude-SearchBot Claude-User DuckAssistBot Gemini-Deep-Research Google-Agent Google-NotebookLM GoogleAgent-Mariner
		iaskspider kagi-fetcher LinerBot LinkupBot Manus-User meta-externalfetcher meta-webindexer MistralAI-User NotebookLM
		NovaAct OAI-SearchBot Operator Perplexity-User PerplexityBot PhindBot TavilyBot YouBot`)
)

// robots is robots.txt.
func (b *Builder) robots() Document {
	var w bytes.Buffer
	w.WriteString("User-agent: *\nDisallow: /api/\nDisallow: /owner/\n")
	var out []string
	switch b.o.AICrawlers {
	case SearchAI:
		out = trainers
	case BlockAI:
		out = append(append(out, trainers...), searchers...)
	}
	if len(out) > 0 {
		w.WriteByte('\n')
		for _, name := range out {
			w.WriteString("User-agent: " + name + "\n")
		}
		w.WriteString("Disallow: /\n")
	}
	w.WriteString("\nSitemap: " + b.at("/sitemap.xml") + "\n")
	return Document{Body: w.Bytes(), Type: typeText}
}
