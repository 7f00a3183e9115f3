package main

const projectText = `<p>A newspaper I worked for lost eleven subscription e-mails on a Sunday. Nobody complained, which was worse: it meant we had been losing them all along.</p>
<h2 id="h-cost"><a href="#h-cost">The idea</a></h2><p>Keep the queue where the business data already is, and commit both in one transaction. A job that was promised is a row; a job that ran has its result in the same row.</p>
<blockquote><p>The cheapest distributed system is the one you talked yourself out of.</p></blockquote>
<h2 id="h-share"><a href="#h-share">What was hard</a></h2><p>Speed, at first. After that the hard part was saying no: to priorities, to cron syntax, to a web console.</p>
<h3 id="h-window"><a href="#h-window">Figures</a></h3>
<div class="tablebox" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th scope="col">Version</th><th scope="col" class="num">Jobs / s</th><th scope="col" class="num">p99 commit</th><th scope="col" class="num">Lost after 1,000 kills</th></tr></thead><tbody><tr><td>0.1, a flush each</td><td class="num">71</td><td class="num">37 ms</td><td class="num">0</td></tr><tr><td>1.0, leases in batches</td><td class="num">14,600</td><td class="num">7 ms</td><td class="num">0</td></tr></tbody></table></div>
<p>It runs the invoices of a payments company, the thumbnails of a museum and, I am told, the irrigation of a vineyard.</p>`

// postText has one of everything that Markdown and an old blog can bring.
const postText = `<p>A disk lies to you politely. When a program writes, the operating system says thank you and keeps the bytes in memory. If you need to know, you call <code>fsync</code> and wait.<sup><a class="ref" id="fnref-1" href="#fn-1" aria-label="Note 1">1</a></sup> On the small machines I like, that wait is about fourteen milliseconds. See <a href="https://example.com" rel="noopener">the manual</a>, <mark>slowly</mark>, press <kbd>Ctrl</kbd> + <kbd>C</kbd>, H<sub>2</sub>O and E = mc<sup>2</sup>, <abbr title="HyperText">HTML</abbr>, <del>old</del> <ins>new</ins>.</p>
<h2 id="h-cost"><a href="#h-cost">What a flush costs</a></h2>
<p>The instinct is to buy a better disk. Resist it for an afternoon. Measure first: how much of each write is the write, and how much is waiting for the flush?</p>
<figure class="drawing"><div class="plate"><svg role="img" viewBox="0 0 640 200"><title>Commit time</title><path class="gr" d="M40 20H620M40 80H620M40 140H620"/><path class="l" d="M40 60L120 90L200 30L280 120L360 70L440 100L520 40L620 80"/><path class="e" d="M40 150L120 146L200 152L280 148L360 151L440 147L520 150L620 149"/><text class="sv" x="40" y="180">0 s</text></svg></div><figcaption>Commit time in milliseconds over one minute, 200 writers. The edge is the shared flush.</figcaption></figure>
<h2 id="h-share"><a href="#h-share">Sharing one</a></h2>
<p>The flush does not care how much it carries. So when ten writers arrive within a few milliseconds of one another, let the first hold the door, and flush once. All ten get their answer at the same moment, and every answer is true.</p>
<figure class="code"><figcaption><span>queue/commit.go</span></figcaption><pre tabindex="0" role="region" aria-label="Code, queue/commit.go"><code><span class="c">// commit gathers writers that arrive within one window</span>
<span class="k">func</span> (q *Queue) commit(w *write) <span class="k">error</span> {
	q.mu.Lock()
<span class="hl">	<span class="k">if</span> len(q.batch) == <span class="n">1</span> {
</span><span class="hl">		time.AfterFunc(q.window, q.flush) <span class="c">// the first one in holds the door for everybody who comes after it</span>
</span>	}
	<span class="k">return</span> fmt.Errorf(<span class="s">"held: %w"</span>, &lt;-w.done)
}</code></pre></figure>
<div class="callout warn" role="note"><strong>Warning</strong><div><p>If one insert in the batch fails, everybody’s transaction fails with it.</p><p>Check each row before it joins.</p></div></div>
<h3 id="h-window"><a href="#h-window">How long to hold the door</a></h3>
<p>Long enough to gather company, short enough that a lone writer is not kept in the rain. I tried five windows with two hundred writers and with one:</p>
<div class="tablebox" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th scope="col">Window</th><th scope="col" class="num">200 writers</th><th scope="col" class="num">Rows per flush</th><th scope="col" class="mid">Kept</th></tr></thead><tbody><tr><td>None</td><td class="num">71</td><td class="num">1</td><td class="mid">no</td></tr><tr><td><b>2 ms</b></td><td class="num">9,020</td><td class="num">128</td><td class="mid">yes</td></tr></tbody></table></div>
<div class="callout note" role="note"><strong>Note</strong><div><p>PostgreSQL has had this for decades under the name <code>commit_delay</code>. Nothing here is new. It was only new to my queue.</p></div></div>
<p>Two milliseconds it is. Past five the batch is already everyone there is, and you are only adding rain. What I did not expect was how calm it became: the slowest one in a hundred used to be thirty-seven milliseconds and is now six.</p>
<div class="callout tip" role="note"><strong>Tip</strong><div><p>Measure on the machine you have.</p></div></div>
<div class="callout important" role="note"><strong>Important</strong><div><p>Read the percentiles.</p></div></div>
<div class="callout caution" role="note"><strong>Caution</strong><div><p>Do not do this with <code>OFF</code>.</p></div></div>
<ul><li>1,000 kills, none missing;<ul><li>of which 212 had not been answered yet,<ol><li>which is allowed.</li></ol></li></ul></li><li><p>One bug,</p><p>in the harness.</p></li></ul>
<ol><li>First</li><li>Second</li></ol>
<ul class="tasks"><li><input type="checkbox" disabled checked> Written</li><li><input type="checkbox" disabled> Read</li></ul>
<hr>
<h2 id="h-old"><a href="#h-old">From an old blog</a></h2>
<p><img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='2400' height='900'%3E%3Crect width='2400' height='900' fill='%23987'/%3E%3C/svg%3E" alt="A brown field" width="2400" height="900"></p>
<figure><img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='300' height='200'%3E%3Crect width='300' height='200' fill='%23789'/%3E%3C/svg%3E" alt="A small grey card" width="300" height="200" loading="lazy"><figcaption>A picture smaller than the column keeps its size.</figcaption></figure>
<blockquote><p>A quotation of several paragraphs is not an epigram. It stays the size of the text.</p><p>And it may hold a list:</p><ul><li>one</li></ul></blockquote>
<h4 id="h-four">A fourth level</h4><p>Text.</p><h5 id="h-five">A fifth</h5><p>Text.</p><h6 id="h-six">A sixth</h6>
<dl><dt>Term</dt><dd>What it means.</dd><dt>Other</dt><dd>Something else.</dd></dl>
<details><summary>The long answer</summary><p>It depends, and here is on what.</p></details>
<pre><code>plain pre without a figure, with a line that is much longer than the column and so has to scroll on its own, inside</code></pre>
<table><thead><tr><th>Raw</th><th>table</th><th>with many columns</th><th>that do not fit</th><th>in a narrow window</th><th>at all</th></tr></thead><tbody><tr><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td><td>6</td></tr></tbody></table>
<p>https://example.com/a/very/long/address/that/nobody/would/type/by/hand?and=it&amp;goes=on&amp;and=on&amp;and=on and <code>a_very_long_identifier_that_goes_on_and_on_without_a_single_place_to_break_it_at_all</code>.</p>
<ol class="notes"><li id="fn-1">And then it may still lie, if the drive’s own cache does. <a href="#fnref-1" aria-label="Back to the text">↩</a></li></ol>`

const rtlText = `<p>القرص يكذب عليك بأدب. عندما يكتب البرنامج، يقول نظام التشغيل شكرًا ويحتفظ بالبايتات في الذاكرة.</p><h2 id="h-cost"><a href="#h-cost">كم يكلف التدفق</a></h2><ul><li>أولًا</li><li>ثانيًا</li></ul>
<figure class="code"><figcaption><span>go</span></figcaption><pre tabindex="0" role="region" aria-label="Code, go"><code><span class="k">func</span> main() {}</code></pre></figure>
<div class="callout note" role="note"><strong>ملاحظة</strong><div><p>لا جديد هنا.</p></div></div><blockquote><p>أرخص نظام موزع هو الذي أقنعت نفسك بالعدول عنه.</p></blockquote>
<div class="tablebox" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th scope="col">نافذة</th><th scope="col" class="num">كتّاب</th></tr></thead><tbody><tr><td>بلا</td><td class="num">71</td></tr></tbody></table></div>`
