/**
 * @internal Collects bytes that arrive in pieces. However small the pieces, memory is at most twice the size of the bytes: a
 * server may send a body in millions of one-byte chunks.
 */
export class Gathered {
  #bytes: Uint8Array = new Uint8Array();
  #length = 0;
  /** Whether `#bytes` is the first piece itself, not a copy; most bodies have only one piece. */
  #isBorrowed = false;

  get length(): number {
    return this.#length;
  }

  /** Adds the bytes in the range from `from` (inclusive) to `to` (exclusive). */
  add(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const length = this.#length + to - from;
    if (this.#length === 0) {
      [this.#bytes, this.#isBorrowed] = [bytes.subarray(from, to), true];
    } else {
      if (this.#isBorrowed || length > this.#bytes.length) this.#grow(length);
      // For short pieces a copy is cheaper than a view.
      if (to - from < 32) for (let at = from; at < to; at++) this.#bytes[this.#length + at - from] = bytes[at] as number;
      else this.#bytes.set(bytes.subarray(from, to), this.#length);
    }
    this.#length = length;
  }

  /** All bytes. */
  whole(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): void {
    const bytes = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
    bytes.set(this.whole());
    [this.#bytes, this.#isBorrowed] = [bytes, false];
  }
}
