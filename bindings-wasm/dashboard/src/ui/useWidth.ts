import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** How wide an element is. */
export function useWidth(place: RefObject<HTMLElement | null>): number {
  const [width, set] = useState(Infinity);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const measure = () => set(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place.current === null]);
  return width;
}
