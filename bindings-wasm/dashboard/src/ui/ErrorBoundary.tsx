import { Component, type ComponentChildren } from "preact";

interface Props {
  /** An error that keeps the page from being opened at all. */
  readonly error?: unknown;
  readonly children?: ComponentChildren;
}

/** Shows an error in place of the page: the one that it is given, or one that its children throw while they render. */
export class ErrorBoundary extends Component<Props, { readonly caught?: unknown }> {
  static override getDerivedStateFromError(caught: unknown) {
    return { caught };
  }

  override render({ error, children }: Props, { caught }: { readonly caught?: unknown }) {
    const shown = error ?? caught;
    if (shown === undefined) return children;
    return (
      <main class="error-page">
        <h1>The page could not be {error === undefined ? "shown" : "opened"}</h1>
        <p role="alert">{shown instanceof Error ? shown.message : String(shown)}</p>
      </main>
    );
  }
}
