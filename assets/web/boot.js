// Runs in the head, before the first paint: guards what scripts may insert, sets the
// theme, and starts the client when nobody waits for anything. Pages are whole without it.
"use strict";
{
	const root = document.documentElement;
	const { wasm, exec, worker } = document.currentScript.dataset;
	const on = (target, types, f, options) => types.split(" ").forEach((t) => target.addEventListener(t, f, options));

	// HTML is judged as the browser reads it, in a document that runs and loads nothing:
	// a pattern over the text can be led astray.
	const harmless = (html) => {
		const { body } = document.implementation.createHTMLDocument("");
		body.innerHTML = html;
		return !body.querySelector("script,iframe,frame,object,embed,base,meta,link,style,template") &&
			[...body.querySelectorAll("*")].every((el) => [...el.attributes].every(({ localName: name, value }) =>
				!/^on|^srcdoc$/.test(name) && (!/^(href|src|action|formaction|data|values|from|to)$/.test(name) ||
				!/^(javascript|vbscript|data:text)/i.test(value.replace(/[\0- ]/g, "")))));
	};
	let judging = false; // the judge's own innerHTML comes by here too
	globalThis.trustedTypes?.createPolicy("default", {
		createHTML(html) {
			if (judging) return html;
			judging = true;
			try { return harmless(html) ? html : null; } finally { judging = false; }
		},
		createScriptURL(address) {
			const { origin, pathname, search } = new URL(address, location);
			return origin === location.origin && /^\/assets\/[\w.-]+\.js$/.test(pathname) && !search ? address : null;
		},
	});

	// Theme: the reader's choice, else the system's. To choose what the system says is to follow it again.
	const system = matchMedia("(prefers-color-scheme: dark)");
	const storage = (f) => { try { return f(localStorage); } catch { return null; } }; // it can be forbidden
	const dark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
	const buttons = () => document.querySelectorAll("[data-theme-toggle]").forEach((b) => {
		b.hidden = false;
		b.setAttribute("aria-pressed", dark());
	});
	const bars = [...document.querySelectorAll('meta[name="theme-color"]')].map((m) => [m, m.media]);
	const theme = (choice) => {
		if (choice === "light" || choice === "dark") root.dataset.theme = choice;
		else delete root.dataset.theme;
		const own = root.dataset.theme; // the browser's bar follows the reader's choice too
		bars.forEach(([m, media]) => { m.media = !own ? media : media.includes(own) ? "all" : "not all"; });
		buttons();
	};
	const stored = () => theme(storage((s) => s.getItem("theme")));
	stored();
	on(document, "click", (e) => {
		if (!e.target.closest("[data-theme-toggle]")) return;
		const choice = dark() ? "light" : "dark", own = (choice === "dark") !== system.matches;
		storage((s) => own ? s.setItem("theme", choice) : s.removeItem("theme"));
		theme(own && choice);
	});
	on(window, "storage pageshow", stored);
	on(system, "change", buttons);
	on(document, "vitrine:mount", buttons); // the client has put its own elements there
	const parsing = new MutationObserver(buttons); // so that no button is seen to appear
	parsing.observe(root, { childList: true, subtree: true });
	on(document, "DOMContentLoaded", () => {
		parsing.disconnect();
		buttons();
		if (history.scrollRestoration === "manual") { // an entry the client scrolled, loaded without it
			history.scrollRestoration = "auto";
			scrollTo({ left: history.state?.x, top: history.state?.y, behavior: "instant" });
		}
	});

	// The client is fetched and compiled in a worker and run (one task, half a second on a
	// slow phone) only after a second without input.
	const life = new AbortController(); // ends every listener of the client's
	let told = false;
	const fault = (message) => { // one is enough: what follows follows from it
		if (told) return;
		told = true;
		const cut = (text) => String(text).slice(0, 500);
		const event = { kind: "client-fault", message: cut(message), build: root.dataset.build, path: cut(location.pathname) };
		navigator.sendBeacon?.("/api/events", new Blob([JSON.stringify(event)], { type: "application/json" }));
	};
	globalThis.vitrine = { life, fault };
	const options = { passive: true, capture: true, signal: life.signal };
	const pause = (ms) => new Promise((done) => setTimeout(done, ms));
	const idle = () => new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));
	const compile = () => new Promise((done, fail) => {
		const w = new Worker(worker);
		w.onmessage = ({ data }) => { w.terminate(); data.message ? fail(data) : done(data); };
		w.onerror = () => fail(Error("no worker"));
		w.postMessage(wasm);
	});
	const runtime = () => new Promise((done, fail) => {
		const s = document.createElement("script");
		s.onload = done;
		s.onerror = () => fail(Error("no runtime"));
		s.src = exec;
		document.head.append(s);
	});
	let started = false, touched = 0;
	const start = async () => {
		if (started) return;
		started = true;
		const touch = () => { touched = performance.now(); };
		on(window, "pointermove pointerdown touchmove wheel scroll keydown input", touch, options);
		touch();
		try {
			const [module] = await Promise.all([compile(), runtime()]);
			const go = new Go();
			go.env = { GOAPP_STATIC_RESOURCES_URL: "/web" };
			const instance = await WebAssembly.instantiate(module, go.importObject);
			for (let rest; (rest = document.hidden ? 1000 : touched + 1000 - performance.now()) > 0;) await pause(rest);
			await idle();
			// The engine replaces body's first element, whoever put it there.
			const site = document.getElementById("site");
			if (document.body.firstElementChild !== site) document.body.prepend(site);
			on(window, "error", (e) => /wasm/.test(e.error?.stack) && (fault(e.message), life.abort()), options);
			await go.run(instance); // ends only by a failure
			fault("The client ended.");
		} catch (e) {
			fault(e.message);
			console.info("The site goes on without its client:", e.message);
		}
		life.abort();
	};
	on(life.signal, "abort", () => { delete root.dataset.client; });
	if (wasm && storage(() => true)) { // the engine reads storage
		const { saveData, effectiveType } = navigator.connection ?? {};
		const ready = new Promise((done) => {
			const loaded = () => document.readyState === "complete" ? done() : on(window, "load", done);
			document.prerendering ? on(document, "prerenderingchange", loaded) : loaded();
		});
		// Intent: a control is used, or the pointer is on a link. Readers who save are not guessed at,
		// and a field that the page itself put the focus into is nobody's intent.
		const intent = (e, what) => e.target.closest?.(what) && ready.then(start);
		on(window, "pointerdown keydown focusin", (e) => (e.type !== "focusin" || navigator.userActivation?.hasBeenActive !== false) && intent(e, "input,textarea,select,button:not([data-theme-toggle]),[data-boot]"), options);
		if (!(saveData || /2g/.test(effectiveType) || navigator.deviceMemory <= 1)) {
			on(window, "pointerover", (e) => e.pointerType === "mouse" && intent(e, "a[href^='/']"), options);
			ready.then(() => pause(4000)).then(idle).then(start);
		}
	}
}
