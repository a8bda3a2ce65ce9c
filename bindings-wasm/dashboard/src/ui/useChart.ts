import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { theme } from "../state/theme.ts";
import { useMedia } from "./useMedia.ts";

/** A colour of the style sheet, as a canvas needs it. */
export type Ink = (name: string) => string;

type Options = Omit<uPlot.Options, "width">;

/** A uPlot chart that is as wide as its place, and drawn anew when the colours of the page change or `shape` does. */
export function useChart(place: RefObject<HTMLElement | null>, shape: string, options: (ink: Ink) => Options, data: uPlot.AlignedData): void {
  const chart = useRef<uPlot | undefined>(undefined);
  const dark = useMedia("(prefers-color-scheme: dark)");
  const colours = `${theme.value} ${dark}`;
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const probe = element.appendChild(document.createElement("span"));
    const ink: Ink = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    chart.current = new uPlot({ ...options(ink), width: element.clientWidth }, data, element);
    probe.remove();
    const resized = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height: chart.current.height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      chart.current?.destroy();
    };
  }, [shape, colours]);
  useLayoutEffect(() => chart.current?.setData(data), [data]);
}

/** What both charts have in common. */
export function axes(ink: Ink, values: Partial<uPlot.Axis>): uPlot.Axis[] {
  const font = "11px system-ui, sans-serif";
  const shared = { stroke: ink("muted"), font, ticks: { stroke: ink("line"), width: 1, size: 4 } };
  return [
    { ...shared, grid: { show: false }, size: 26, ...values },
    { ...shared, grid: { stroke: ink("line"), width: 1 }, size: 40, space: 24, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] },
  ];
}
