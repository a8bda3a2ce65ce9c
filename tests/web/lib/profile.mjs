// What takes room in a .wasm file that has the names of its functions: by crate, and the largest functions.
export function profile(bytes) {
  let at = 8;
  const number = () => {
    for (let [value, shift] = [0, 0]; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.subarray(at - length, at).toString();
  };
  const [sections, sizes, names] = [{}, [], new Map()];
  let imported = 0;
  while (at < bytes.length) {
    const id = bytes[at++];
    const length = number();
    const end = at + length;
    if (id === 2) {
      for (let left = number(); left > 0; left--) {
        text();
        text();
        const kind = bytes[at++];
        if (kind === 0) imported += (number(), 1);
        else if (kind === 3) at += 2;
        else {
          if (kind === 1) at++;
          if (bytes[at++] & 1) number();
          number();
        }
      }
    }
    if (id === 10) for (let left = number(); left > 0; left--) (sizes.push(number()), (at += sizes.at(-1)));
    if (id === 0 && text() === "name") {
      while (at < end) {
        const part = bytes[at++];
        const stop = number() + at;
        if (part === 1) for (let left = number(); left > 0; left--) names.set(number(), text());
        at = stop;
      }
    } else if (id !== 0) sections[["", "types", "imports", "functions", "tables", "memory", "globals", "exports", "start", "elements", "code", "data"][id] ?? id] = length;
    at = end;
  }
  console.log("bytes by section:", JSON.stringify(sections));
  const functions = sizes.map((size, index) => [size, names.get(index + imported) ?? "?"]).sort(([a], [b]) => b - a);
  const crates = {};
  for (const [size, name] of functions) {
    const crate = /[a-z_0-9]+/.exec(name.replace(/\b(dyn|mut|as) /g, ""))?.[0] ?? name;
    crates[crate] = (crates[crate] ?? 0) + size;
  }
  console.log("bytes of code by crate:", Object.entries(crates).sort(([, a], [, b]) => b - a).slice(0, 20).map(([name, size]) => `${name} ${size}`).join(", "));
  for (const [size, name] of functions.slice(0, 60)) console.log(`${String(size).padStart(7)}  ${name.slice(0, 150)}`);
}
