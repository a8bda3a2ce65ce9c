import type { Duplex } from "node:stream";
import type { Progress } from "../transport.js";
import { AnswerReader } from "./answer.js";
import type { Line } from "./dial.js";
import { Mishap, codeOf, words } from "./mishap.js";

/** The exchange in progress on a connection. */
interface Current {
  readonly reader: AnswerReader;
  readonly done: (reader: AnswerReader) => void;
  readonly fail: (mishap: Mishap) => void;
}

/** One connection. It carries one exchange at a time; unsolicited bytes close it. */
export class Connection {
  readonly #line: Line;
  readonly #stream: Duplex;
  #current: Current | undefined;
  #progress: Progress = { phase: "unsent" };
  /** Whether it was opened for this exchange, rather than reused, and no response has begun on it. */
  #isFresh = true;
  #isOpen = true;
  /** When it became idle, by `performance.now()`. */
  idleSince = 0;

  constructor(line: Line) {
    this.#line = line;
    this.#stream = line.stream;
    if (line.records !== undefined) line.records.onWrite = () => this.#wrote();
    this.#stream.on("data", (chunk: Buffer) => this.#arrived(chunk));
    this.#stream.on("end", () => this.#ended());
    this.#stream.on("error", (error) => this.#broke(error));
    this.#stream.on("close", () => this.#broke(undefined));
    this.#stream.resume();
  }

  /** Whether it is open, as far as is known. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether another request may be sent on it now: it is open and idle, and no unsolicited bytes have arrived. */
  get isUsable(): boolean {
    if (!this.#isOpen || this.#current !== undefined || this.#stream.writableLength > 0) return false;
    return this.#isFlushed && this.#line.records?.isQuiet !== false;
  }

  /** Marks the connection as idle or in use: an idle one does not keep the process alive. */
  hold(isIdle: boolean): void {
    if (isIdle) this.#line.socket.unref();
    else this.#line.socket.ref();
  }

  close(): void {
    this.#isOpen = false;
    this.#stream.destroy();
    this.#line.socket.destroy();
  }

  /** Sends a request and reads the response. Rejects with a {@link Mishap}. */
  exchange(request: string, bodyLimit: number, progress: Progress, signal: AbortSignal): Promise<AnswerReader> {
    return new Promise<AnswerReader>((resolve, reject) => {
      progress.phase = "unsent";
      if (signal.aborted) return reject(new Mishap("the call was cancelled"));
      const cancelled = (): void => this.#fail(new Mishap("the call was cancelled"));
      const over = (): void => {
        this.#current = undefined;
        signal.removeEventListener("abort", cancelled);
      };
      this.#progress = progress;
      this.#current = {
        reader: new AnswerReader(bodyLimit),
        done: (reader) => (over(), resolve(reader)),
        fail: (mishap) => (over(), reject(mishap)),
      };
      signal.addEventListener("abort", cancelled);
      this.#stream.write(request, "utf8");
      if (this.#line.records === undefined && this.#stream.errored === null) this.#wrote();
    });
  }

  /** Whether everything written has been sent. TLS reports this later. */
  get #isFlushed(): boolean {
    const { records, socket } = this.#line;
    return (records ?? this.#stream).writableLength === 0 && socket.writableLength === 0;
  }

  /** Whether an apparently orderly end is a reset: libuv reports a reset right after data as an end. */
  get #isReset(): boolean {
    // Writes nothing, but the system reports an error if the connection was reset.
    this.#line.socket.write(new Uint8Array());
    return this.#line.socket.errored !== null;
  }

  #wrote(): void {
    if (this.#current !== undefined) this.#progress.phase = "sent";
  }

  #arrived(chunk: Buffer): void {
    const current = this.#current;
    // Unsolicited bytes.
    if (current === undefined) return this.close();
    this.#isFresh = false;
    try {
      if (!current.reader.read(chunk)) return;
    } catch (error) {
      return this.#fail(error instanceof Mishap ? error : new Mishap("the answer is not HTTP/1.1", "interrupted", error));
    }
    // A response to a request that is not fully written: the remaining bytes must not precede the next request.
    if (!current.reader.leavesConnection || !this.#isFlushed) this.close();
    current.done(current.reader);
  }

  #ended(): void {
    this.#isOpen = false;
    const current = this.#current;
    if (this.#isReset) {
      this.#fail(this.#lost("connection reset", undefined));
    } else if (current?.reader.end() === true) {
      this.close();
      current.done(current.reader);
    } else {
      this.#fail(this.#lost("unexpected end of file", undefined));
    }
  }

  #broke(error: unknown): void {
    const code = codeOf(error);
    if (this.#progress.phase !== "sent" || !/^ERR_SSL_|^EPROTO$/.test(code)) return this.#fail(this.#lost(words(error), error));
    // Under TLS 1.3 a server checks the client certificate, or finds it missing, after the client may have sent the first
    // request, but before it reads any request. On a reused connection that check is over, so the same alert says nothing
    // about this request.
    const isAboutTheClient = /ALERT_(ACCESS_DENIED|BAD_CERTIFICATE|CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|UNKNOWN_CA)$/.test(code);
    if (this.#isFresh && isAboutTheClient) return this.#fail(new Mishap("the server requires a client certificate", "tls", error));
    this.#fail(new Mishap("TLS failed before the whole answer arrived", "interrupted", error));
  }

  #lost(kind: string, cause: unknown): Mishap {
    return this.#progress.phase === "sent"
      ? new Mishap(`the connection closed before the whole answer arrived: ${kind}`, "interrupted", cause)
      : new Mishap(`the connection closed before the request went out: ${kind}`, "connect", cause);
  }

  /** Closes the connection, and fails the exchange on it if there is one. */
  #fail(mishap: Mishap): void {
    const current = this.#current;
    this.close();
    current?.fail(mishap);
  }
}
