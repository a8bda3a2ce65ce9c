import { readFileSync } from "node:fs";

/**
 * @internal Reads a file of the package. If it is missing, usually a bundler included the code but did not copy the file.
 */
export function readBeside(path: string, module: string | undefined): Uint8Array<ArrayBuffer> {
  try {
    return readFileSync(new URL(path, module));
  } catch (cause) {
    throw new Error(
      "soarwire: the .wasm file is not beside the code, which seems to be bundled. Leave the package out of the server's bundle " +
        '(Next.js: serverExternalPackages: ["soarwire"]; Vite: ssr.external: ["soarwire"]; esbuild: --external:soarwire), or pass the file to init()',
      { cause },
    );
  }
}
