// Firefox's own protocol for its drivers: the commands of WebDriver, without a program between.
import { connect } from "node:net";
import { once } from "node:events";

/** A connection to the port of a Firefox; its `send` carries out a command. */
export async function marionette(port) {
  const socket = connect(port, "127.0.0.1");
  const waiting = new Map();
  let [buffered, greeted, last, gone] = [Buffer.alloc(0), undefined, 0, undefined];
  const hello = new Promise((resolve) => (greeted = resolve));
  const take = (message) => {
    if (!Array.isArray(message)) return greeted();
    const [, id, error, result] = message;
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error !== null) return reject(new Error(`${error.error}: ${error.message}`));
    return resolve(result !== null && "value" in result ? result.value : result);
  };
  // Each message has its length in bytes in front.
  socket.on("data", (data) => {
    buffered = Buffer.concat([buffered, data]);
    for (;;) {
      const colon = buffered.indexOf(":");
      const end = colon + 1 + Number(buffered.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || buffered.length < end) return;
      const text = buffered.subarray(colon + 1, end).toString();
      buffered = buffered.subarray(end);
      take(JSON.parse(text));
    }
  });
  const ended = (error) => {
    gone = error ?? new Error("Firefox closed the connection");
    for (const { reject } of waiting.values()) reject(gone);
  };
  socket.on("error", ended);
  socket.on("close", () => gone ?? ended());
  await once(socket, "connect");
  await hello;
  const send = (name, parameters = {}) => {
    if (gone !== undefined) return Promise.reject(gone);
    const id = ++last;
    const text = JSON.stringify([0, id, `WebDriver:${name}`, parameters]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  };
  return { send, close: () => socket.destroy() };
}
