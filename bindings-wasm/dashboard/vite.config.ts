import { defineConfig } from "vite";
import { CSP, HEADERS } from "./csp.ts";

export default defineConfig({
  // Relative, so that the build works under any folder of any server.
  base: "./",
  build: {
    target: "es2023",
    // A data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 250,
  },
  preview: { headers: HEADERS },
  plugins: [
    {
      name: "csp-meta",
      // Not while developing: the dev server's own client breaks these rules.
      apply: "build",
      transformIndexHtml: () => [
        { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: CSP }, injectTo: "head-prepend" },
      ],
    },
  ],
});
