import { Duplex } from "node:stream";

/**
 * The stream below TLS: forwards all bytes and tracks the boundaries of incoming TLS records, so that a connection with
 * unsolicited bytes is not reused. A partial record shows up neither in the socket nor in the plaintext.
 */
export class Records extends Duplex {
  readonly #below: Duplex;
  readonly #framing = new Framing();
  /** Called when bytes have been sent. */
  onWrite: (() => void) | undefined;

  constructor(below: Duplex) {
    super();
    this.#below = below;
    below.on("data", (chunk: Buffer) => {
      this.#framing.follow(chunk);
      if (!this.push(chunk)) below.pause();
    });
    below.on("end", () => this.push(null));
    below.on("error", (error) => this.destroy(error));
    below.on("close", () => this.destroy());
    below.resume();
  }

  /** Whether no record has arrived only in part. */
  get isQuiet(): boolean {
    return this.#framing.isBetweenRecords && this.readableLength === 0 && this.writableLength === 0 && this.#below.writableLength === 0;
  }

  override _read(): void {
    this.#below.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#below.write(chunk, done);
    if (this.#below.errored === null) this.onWrite?.();
  }

  override _final(done: () => void): void {
    this.#below.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#below.destroy();
    done(error);
  }
}

/** The position within the current record. A record has a five-byte header, whose last two bytes are the length of the rest. */
export class Framing {
  /** How many bytes of the header have arrived. */
  #header = 0;
  /** The high byte of the length. */
  #high = 0;
  /** How many bytes of a record are still to come. */
  #left = 0;

  get isBetweenRecords(): boolean {
    return this.#header === 0 && this.#left === 0;
  }

  follow(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, bytes.length - at);
        this.#left -= taken;
        at += taken;
        continue;
      }
      const byte = bytes[at++] as number;
      this.#header++;
      if (this.#header === 4) this.#high = byte;
      if (this.#header === 5) {
        this.#left = this.#high * 256 + byte;
        this.#header = 0;
      }
    }
  }
}
