/**
 * @internal Bytes that arrive in pieces. However small the pieces are, they take no more memory than twice the bytes: a server
 * may send a body of millions of chunks of one byte.
 */
export class Gathered {
  #bytes: Uint8Array = new Uint8Array();
  #length = 0;
  /** Whether `#bytes` belongs to the first piece, which most bodies consist of. */
  #isBorrowed = false;

  get length(): number {
    return this.#length;
  }

  /** Takes the piece of `bytes` from `from` to before `to`. */
  add(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const length = this.#length + to - from;
    if (this.#length === 0) {
      [this.#bytes, this.#isBorrowed] = [bytes.subarray(from, to), true];
    } else {
      if (this.#isBorrowed || length > this.#bytes.length) this.#grow(length);
      // A view costs more than a short copy.
      if (to - from < 32) for (let at = from; at < to; at++) this.#bytes[this.#length + at - from] = bytes[at] as number;
      else this.#bytes.set(bytes.subarray(from, to), this.#length);
    }
    this.#length = length;
  }

  /** All of it. */
  whole(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): void {
    const bytes = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
    bytes.set(this.whole());
    [this.#bytes, this.#isBorrowed] = [bytes, false];
  }
}
