// A WebDriver over HTTP, as the standard has it.

/** Where each command goes. */
const COMMANDS = {
  Navigate: ["POST", "/url"],
  Refresh: ["POST", "/refresh"],
  ExecuteAsyncScript: ["POST", "/execute/async"],
  GetWindowHandle: ["GET", "/window"],
  NewWindow: ["POST", "/window/new"],
  SwitchToWindow: ["POST", "/window"],
  SetWindowRect: ["POST", "/window/rect"],
  CloseWindow: ["DELETE", "/window"],
  PerformActions: ["POST", "/actions"],
  ElementClick: ["POST", "/element/ID/click"],
  ElementClear: ["POST", "/element/ID/clear"],
  ElementSendKeys: ["POST", "/element/ID/value"],
  DeleteSession: ["DELETE", ""],
};

export async function request(method, url, body) {
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** A session at the driver of an address; its `send` carries out a command. */
export async function session(origin, capabilities) {
  const { sessionId } = await request("POST", `${origin}/session`, { capabilities: { alwaysMatch: capabilities } });
  const send = (name, { id, ...body } = {}) => {
    const [method, path] = COMMANDS[name];
    return request(method, `${origin}/session/${sessionId}${path.replace("ID", id)}`, method === "POST" ? body : undefined);
  };
  return { send };
}
