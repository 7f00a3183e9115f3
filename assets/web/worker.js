// Compiles the client away from the page's thread and posts the module back, or the error.
"use strict";
onmessage = async ({ data }) => {
	try {
		postMessage(await WebAssembly.compileStreaming(fetch(data)));
	} catch (e) {
		postMessage({ message: String(e) });
	}
};
