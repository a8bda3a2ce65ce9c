// First: what is imported after it reads the language.
import "./language.ts";
import { render } from "preact";
import "./styles/index.css";
import { GatewaySource } from "./source/gateway.ts";
import { SandboxSource } from "./source/sandbox.ts";
import type { Source } from "./source/source.ts";
import { AppState } from "./state/appState.ts";
import "./state/theme.ts";
import { App } from "./ui/App.tsx";
import { ErrorBoundary } from "./ui/ErrorBoundary.tsx";
import { init, initSandbox } from "./wire.ts";

const app = document.getElementById("app")!;

try {
  const state = new AppState(await open(new URL(location.href).searchParams));
  app.replaceChildren();
  render(
    <ErrorBoundary>
      <App state={state} />
    </ErrorBoundary>,
    app,
  );
  await state.runs.recover();
} catch (error) {
  app.replaceChildren();
  render(<ErrorBoundary error={error} />, app);
}

/** `?gateway=/path` leads to a gateway; without it the tenants are simulated in the page. */
async function open(query: URLSearchParams): Promise<Source> {
  const gateway = query.get("gateway");
  if (gateway === null) {
    await Promise.all([init(), initSandbox()]);
    const number = Number(query.get("incidents"));
    return new SandboxSource(Number.isInteger(number) && number > 0 ? Math.min(number, 100_000) : undefined);
  }
  // A path of this origin and nothing else: a link must not be able to send incidents to somebody else's server.
  const url = URL.parse(gateway, location.href);
  if (!gateway.startsWith("/") || !url || url.origin !== location.origin) {
    throw new Error("?gateway= must be a path on this origin, such as /");
  }
  await init();
  return new GatewaySource(url.pathname.replace(/(?<=.)\/+$/u, ""));
}
