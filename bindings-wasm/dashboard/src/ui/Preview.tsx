import { useSignal } from "@preact/signals";
import { count } from "../model/incident.ts";
import { type Call, appendedText, vendorOf } from "../model/order.ts";
import { copy } from "../export/copy.ts";
import { curl } from "../export/curl.ts";
import { D3_CHUNK } from "../run/plan.ts";
import { useAppState } from "../state/appState.ts";
import type { RequestPreview } from "../wire.ts";

const PAGE = 20;

interface Props {
  /** What the button promises. */
  readonly title: string;
  readonly calls: readonly Call[];
  readonly requests: readonly RequestPreview[];
  readonly onBack?: () => void;
  readonly onSent: () => void;
}

/** Exactly what will go out, before it does. */
export function Preview({ title, calls, requests, onBack, onSent }: Props) {
  const { runs, source } = useAppState();
  const shown = useSignal(PAGE);
  const refused = useSignal("");
  const appended = calls.map(({ order }) => appendedText(order)).find((text) => text !== undefined);
  // The second click of a double click, and a key that is held, belong to the step before: nobody has read this one yet.
  const send = ({ detail }: MouseEvent) => {
    if (detail > 1) return;
    const why = runs.start(title, calls);
    if (why === undefined) onSent();
    else refused.value = why;
  };
  return (
    <>
      <div class="dialog-body">
        <p class="lead">
          <strong>{count(requests.length, "request")}</strong> will go out. {pace(calls)}
        </p>
        <ul class="notes">
          {appended && <li>{requests.length === 1 ? "It" : "Each"} adds {appended}, so a request whose answer is lost is not repeated, and shows as unknown.</li>}
          <li>
            There is no key in {requests.length === 1 ? "it" : "them"}: {source.kind === "sandbox" ? "the sandbox's own gateway" : `the gateway at ${source.where}`} adds it.
          </li>
        </ul>
        <Copies requests={requests} />
        <ol class="requests" aria-label="Requests">
          {requests.slice(0, shown.value).map((request, at) => (
            <li key={at}>
              <RequestText request={request} />
            </li>
          ))}
        </ol>
        {requests.length > shown.value && (
          <button type="button" onClick={() => (shown.value += 100)}>
            Show more ({(requests.length - shown.value).toLocaleString("en")} left)
          </button>
        )}
        <p class="problem" role="alert">
          {refused.value}
        </p>
      </div>
      <footer>
        {onBack && (
          <button type="button" onClick={onBack}>
            Back
          </button>
        )}
        <button type="button" class="primary" autoFocus ref={focusFirst} onClick={send} onKeyDown={(event) => event.repeat && event.preventDefault()}>
          {title}
        </button>
      </footer>
    </>
  );
}

/** The step before had the focus in a form that is hidden now. */
function focusFirst(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** In words: how the incidents are spread over the requests. */
function pace(calls: readonly Call[]): string {
  const vendors = new Set(calls.map(({ order }) => vendorOf(order)));
  const parts = [];
  if (vendors.has("d3")) parts.push(`D3 takes incidents in bulk, up to ${D3_CHUNK} in a request.`);
  if (vendors.has("xpanse")) parts.push("Xpanse takes one incident a request, at the pace that the vendor documents.");
  return parts.join(" ");
}

function RequestText({ request }: { request: RequestPreview }) {
  return (
    <article>
      <p class="request-line">
        <strong>{request.method}</strong> <code>{request.url}</code>
      </p>
      <p class="request-headers">
        {request.headers.map(([name, value]) => (
          <code key={name}>{`${name}: ${value}`}</code>
        ))}
      </p>
      <pre tabIndex={0} aria-label="Body">
        {JSON.stringify(JSON.parse(request.body), null, 2)}
      </pre>
    </article>
  );
}

function Copies({ requests }: { requests: readonly RequestPreview[] }) {
  const said = useSignal("");
  const copied = async (what: string, text: string) => {
    said.value = (await copy(text)) ? `Copied as ${what}.` : "The browser did not let the page copy. Select the text below.";
  };
  const json = () => {
    const plain = requests.map(({ method, url, headers, body }) => ({
      method,
      url,
      headers: Object.fromEntries(headers),
      body: JSON.parse(body) as unknown,
    }));
    return JSON.stringify(plain, null, 2);
  };
  return (
    <p class="copies">
      <button type="button" onClick={() => copied("JSON", json())}>
        Copy as JSON
      </button>
      <button type="button" onClick={() => copied("curl", requests.map(curl).join("\n\n"))}>
        Copy as curl
      </button>
      <span role="status">{said.value}</span>
    </p>
  );
}
