import { performance } from "node:perf_hooks";
// From Node, since a simulated page in a test replaces the globals.
import { setImmediate, setTimeout } from "node:timers";
import type { Connection } from "./connection.js";

/**
 * How long an idle connection is kept, in milliseconds. Short, since most servers close idle connections after 5 to 75 s, and
 * a close at the wrong moment leaves the outcome of an appending call unknown.
 */
const LONGEST_IDLE_MS = 15_000;
/** How many idle connections are kept. */
const MOST_IDLE = 32;

/** The idle connections to one origin. */
export class Pool {
  readonly #idle: Connection[] = [];
  #sweep: NodeJS.Timeout | undefined;

  /** The most recently used connection, if no unsolicited bytes have arrived on it. */
  async take(): Promise<Connection | undefined> {
    this.#drop();
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      connection.hold(false);
      await allHasArrived();
      // TLS within TLS needs more turns of the event loop to report that everything was written.
      if (!connection.isUsable) await allHasArrived();
      if (connection.isUsable) return connection;
      connection.close();
    }
    return undefined;
  }

  give(connection: Connection): void {
    if (!connection.isOpen) return;
    connection.idleSince = performance.now();
    connection.hold(true);
    this.#idle.push(connection);
    if (this.#idle.length > MOST_IDLE) this.#idle.shift()?.close();
    this.#sweepIn(LONGEST_IDLE_MS);
  }

  #sweepIn(ms: number): void {
    this.#sweep ??= setTimeout(() => {
      this.#sweep = undefined;
      this.#drop();
      const [oldest] = this.#idle;
      if (oldest !== undefined) this.#sweepIn(oldest.idleSince + LONGEST_IDLE_MS - performance.now());
    }, Math.ceil(ms)).unref();
  }

  /** Closes connections that were idle for too long. */
  #drop(): void {
    const oldest = performance.now() - LONGEST_IDLE_MS;
    while (this.#idle[0] !== undefined && this.#idle[0].idleSince <= oldest) this.#idle.shift()?.close();
  }
}

/** Lets the event loop poll all sockets again: the current turn may have begun before the bytes arrived. */
function allHasArrived(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
