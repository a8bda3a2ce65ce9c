// trap-panics.mjs IN.wasm OUT.wasm: makes the standard library's panic functions trap at once. In a page a panic ends in a trap
// anyway, after formatting a message that nobody sees; the formatting code then becomes dead and is removed. IN must have its
// names section.
import { readFileSync, writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
const file = readFileSync(from);

/** The standard library's functions that never return. */
const PANICS = new RegExp(
  [
    /core::panicking::/,
    /std::panicking::(panic_with_hook|panic_handler|begin_panic)/,
    /core::(option|result)::(unwrap_failed|expect_failed)$/,
    /core::cell::panic_/,
    /core::(slice|str)::.*_fail(_rt)?$/,
    /std::thread::local::panic_access_error$/,
    /alloc::alloc::handle_alloc_error$/,
    /alloc::raw_vec::(handle_error|capacity_overflow)$/,
    /<alloc::vec::.*::assert_failed$/,
    /__rustc::(rust_begin_unwind|rust_panic|__rust_start_panic|__rust_abort|__rust_alloc_error_handler)$/,
  ]
    .map(({ source }) => `^(?:${source})`)
    .join("|"),
);
/** A function name without the crate hash. */
const plain = (name) => name.replace(/\[[0-9a-f]+\]/g, "");

let at = 8;
const number = () => {
  for (let [value, shift] = [0, 0]; ; shift += 7) {
    const byte = file[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
};
const text = () => {
  const length = number();
  at += length;
  return file.subarray(at - length, at).toString();
};

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

/** Paths of source files occur only in panic messages. */
function blank(data) {
  for (const { index, 0: path } of data.toString("latin1").matchAll(/[\w/.-]+\/[\w/.-]+\.rs\0/g)) data.fill(0, index, index + path.length);
}

const sections = [];
const names = new Map();
let imported = 0;
while (at < file.length) {
  const start = at;
  const id = file[at++];
  const length = number();
  const [body, end] = [at, at + length];
  if (id === 2) {
    for (let left = number(); left > 0; left--) {
      text();
      text();
      if (file[at++] !== 0) throw new Error("trap-panics: an import that is no function");
      number();
      imported++;
    }
  }
  if (id === 0 && text() === "name") {
    while (at < end) {
      const part = file[at++];
      const stop = number() + at;
      if (part === 1) for (let left = number(); left > 0; left--) names.set(number(), text());
      at = stop;
    }
  }
  sections.push({ id, start, body, end });
  at = end;
}

/** A function body: no locals, `unreachable`, `end`. */
const TRAP = [3, 0, 0x00, 0x0b];
let trapped = 0;
const pieces = [file.subarray(0, 8)];
for (const { id, start, body, end } of sections) {
  if (id === 11) blank(file.subarray(body, end));
  if (id !== 10) {
    pieces.push(file.subarray(start, end));
    continue;
  }
  at = body;
  const count = number();
  const bodies = [];
  for (let index = imported; index < count + imported; index++) {
    const begin = at;
    const length = number();
    at += length;
    const isPanic = PANICS.test(plain(names.get(index) ?? ""));
    if (isPanic) trapped++;
    bodies.push(isPanic ? Buffer.from(TRAP) : file.subarray(begin, at));
  }
  const code = Buffer.concat([Buffer.from(leb(count)), ...bodies]);
  pieces.push(Buffer.from([10, ...leb(code.length)]), code);
}
if (trapped === 0) throw new Error("trap-panics: the file has no panics, or no names");
writeFileSync(to, Buffer.concat(pieces));
