import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface Props {
  readonly label: ComponentChildren;
  readonly class?: string;
  readonly active?: boolean;
  readonly children: ComponentChildren;
}

/** A button that opens a small sheet under it. The browser's own popover closes it with Escape or a click elsewhere. */
export function Menu({ label, class: name = "", active = false, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);

  // Its size is known once it is open, and the next frame is the first that shows it.
  const opens = (event: Event) => {
    if ((event as ToggleEvent).newState === "open") requestAnimationFrame(place);
  };

  const place = () => {
    if (!button.current || !sheet.current) return;
    const { left, bottom } = button.current.getBoundingClientRect();
    const room = document.documentElement.clientWidth - sheet.current.offsetWidth - 8;
    sheet.current.style.left = `${Math.max(8, Math.min(left, room))}px`;
    sheet.current.style.top = `${bottom + 4}px`;
    sheet.current.style.maxHeight = `${window.innerHeight - bottom - 16}px`;
  };

  return (
    <>
      <button type="button" ref={button} class={`menu-button ${name}`} data-active={active} popovertarget={id}>
        {label}
      </button>
      <div id={id} ref={sheet} popover="auto" class="sheet" onBeforeToggle={opens}>
        {children}
      </div>
    </>
  );
}
