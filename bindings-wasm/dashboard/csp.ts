/** What the page may do. `wasm-unsafe-eval` compiles WebAssembly and nothing else; Trusted Types forbid text as markup. */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/** For the meta tag. */
export const CSP = DIRECTIVES.join("; ");

/** For servers: browsers heed `frame-ancestors` in a header alone. */
export const HEADERS = {
  "content-security-policy": `${CSP}; frame-ancestors 'none'`,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
