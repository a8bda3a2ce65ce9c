/** In the place of the page when it could not be opened. */
export function Broken({ error }: { error: unknown }) {
  return (
    <main class="broken">
      <h1>The page could not be opened</h1>
      <p role="alert">{error instanceof Error ? error.message : String(error)}</p>
    </main>
  );
}
