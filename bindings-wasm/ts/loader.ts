/** What {@link init} can be given: where the `.wasm` file is, the file itself, or the compiled module. */
export type InitInput = URL | string | Response | ArrayBuffer | ArrayBufferView | CompiledModule;

/** A `WebAssembly.Module`, on platforms whose types know one. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { readonly prototype: infer Module } } } ? Module : never;

/** @internal Loads one `.wasm` file once; `G` is its generated glue. */
export class Loader<G extends object> {
  readonly #glue: G;
  readonly #imports: WebAssembly.Imports;
  #ready = false;
  #module: WebAssembly.Module | undefined;
  #memory: WebAssembly.Memory | undefined;
  #loading: Promise<void> | undefined;
  /** Where a file can be read at once: gives the bytes. */
  #read: (() => BufferSource) | undefined;

  constructor(glue: G, name: string) {
    this.#glue = glue;
    this.#imports = { [`./${name}_bg.js`]: glue as unknown as WebAssembly.ModuleImports };
  }

  readAtFirstUse(read: () => BufferSource): void {
    this.#read = read;
  }

  /** The glue, ready for use. */
  use(): G {
    if (!this.#ready) {
      if (this.#module === undefined && this.#read === undefined) throw new Error("soarwire is not loaded: call `await init()` first");
      this.#start(this.#module ?? new WebAssembly.Module((this.#read as () => BufferSource)()));
    }
    return this.#glue;
  }

  /** The memory of the instance in use. */
  get memory(): WebAssembly.Memory {
    return this.#memory as WebAssembly.Memory;
  }

  /** Discards the instance: the next use creates a new one. */
  drop(): void {
    this.#ready = false;
  }

  /** Loads `input`, unless something is loaded or being loaded. After a failure it may be called again. */
  init(input: (() => InitInput | PromiseLike<InitInput>) | undefined): Promise<void> {
    if (this.#loading === undefined) {
      const loading = this.#load(input);
      this.#loading = loading;
      loading.catch(() => {
        this.#loading = undefined;
      });
    }
    return this.#loading;
  }

  async #load(input: (() => InitInput | PromiseLike<InitInput>) | undefined): Promise<void> {
    if (this.#ready) return;
    const module = input === undefined ? undefined : await compile(await input());
    if (this.#ready) return;
    if (module === undefined) this.use();
    else this.#start(module);
  }

  #start(module: WebAssembly.Module): void {
    const { exports } = new WebAssembly.Instance(module, this.#imports);
    (this.#glue as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void }).__wbg_set_wasm(exports);
    (exports["__wbindgen_start"] as () => void)();
    this.#module = module;
    this.#memory = exports["memory"] as WebAssembly.Memory;
    this.#ready = true;
  }
}

async function compile(input: InitInput): Promise<WebAssembly.Module> {
  if (typeof input === "string" || input instanceof URL) input = await fetch(input);
  if (input instanceof WebAssembly.Module) return input;
  if (typeof Response !== "function" || !(input instanceof Response)) return WebAssembly.compile(input as BufferSource);
  if (!input.ok) throw new Error(`soarwire: the server answered HTTP ${input.status} to the request for the .wasm file`);
  // A server that does not know the type of the file, or says more of it, must not keep the page from working.
  const typed = input.headers.get("content-type") === "application/wasm";
  return typed ? WebAssembly.compileStreaming(input) : WebAssembly.compile(await input.arrayBuffer());
}
