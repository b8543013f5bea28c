import type { AlignedData, Axis, Options } from 'uplot';

/** One curve of a plot, with an axis of its own: the first at the left, the second at the right. */
export interface Curve {
  readonly label: string;
  /** Name of a custom property of the styles. */
  readonly colour: string;
  readonly fill?: string;
  readonly format: (value: number) => string;
}

/** A moment that is marked by an upright line. */
export interface PlotMark {
  /** In ms since 1970. */
  readonly at: number;
  /** Name of a custom property of the styles. */
  readonly colour: string;
  readonly dashed: boolean;
}

export interface PlotLook {
  /** Two at most. */
  readonly curves: readonly Curve[];
  /** A moment in ms since 1970. */
  readonly time: (ms: number) => string;
}

export interface Plot {
  /** Seconds since 1970, then the values of each curve; null for none. */
  update(data: PlotData, marks: readonly PlotMark[]): void;
  destroy(): void;
}

export type PlotData = readonly [times: readonly number[], ...curves: readonly (readonly (number | null)[])[]];

const height = 170;
/** Seconds between the times that are written below: no two of them are alike. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400] as const;

/** A plot over time in an element, as wide as that is; null where nothing can be drawn. */
export async function drawPlot(root: HTMLElement, look: PlotLook): Promise<Plot | null> {
  if (document.createElement('canvas').getContext('2d') === null) return null;
  const [{ default: UPlot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
  // To run the library's code and to make a plot is too much for one frame.
  await nextTurn();
  let marks: readonly PlotMark[] = [];
  const plot = new UPlot(optionsOf(root, look, () => marks), emptyData(look), root);
  const watch = new ResizeObserver(() => plot.setSize({ width: widthOf(root), height }));
  watch.observe(root);
  return {
    update([times, ...curves], next) {
      marks = next;
      plot.setData([[...times], ...curves.map((values) => [...values])]);
    },
    destroy() {
      watch.disconnect();
      plot.destroy();
    },
  };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve); });
const widthOf = (root: HTMLElement): number => Math.max(200, root.clientWidth);
const emptyData = ({ curves }: PlotLook): AlignedData => [[], ...curves.map(() => [])];

function optionsOf(root: HTMLElement, { curves, time }: PlotLook, marks: () => readonly PlotMark[]): Options {
  const style = getComputedStyle(root);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const plain: Axis = { stroke: colour('--ink-2'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: ['11px', style.fontFamily].join(' ') };
  const fromZero = (_: unknown, __: unknown, most: number | null): [number, number] => [0, Math.max(1, (most ?? 0) * 1.1)];
  return {
    width: widthOf(root),
    height,
    cursor: { show: false },
    legend: { show: false },
    scales: Object.fromEntries(curves.map((_, index) => [`y${index}`, { range: fromZero }])),
    axes: [
      { ...plain, space: 90, size: 28, incrs: [...timeSteps], values: (_, ticks) => ticks.map((tick) => time(tick * 1_000)) },
      ...curves.map(({ format }, index): Axis => ({ ...plain, scale: `y${index}`, side: index === 0 ? 3 : 1, size: 60, ...(index === 0 ? {} : { grid: { show: false } }), values: (_, ticks) => ticks.map(format) })),
    ],
    series: [
      {},
      ...curves.map(({ label, colour: name, fill }, index) => ({ label, scale: `y${index}`, stroke: colour(name), width: 2, spanGaps: true, points: { show: false }, ...(fill === undefined ? {} : { fill: colour(fill) }) })),
    ],
    hooks: {
      draw: [
        (plot) => {
          const { ctx, bbox } = plot;
          ctx.save();
          for (const { at, colour: name, dashed } of marks()) {
            const x = Math.round(plot.valToPos(at / 1_000, 'x', true));
            if (x < bbox.left || x > bbox.left + bbox.width) continue;
            ctx.strokeStyle = colour(name);
            ctx.setLineDash(dashed ? [4, 4] : []);
            ctx.beginPath();
            ctx.moveTo(x, bbox.top);
            ctx.lineTo(x, bbox.top + bbox.height);
            ctx.stroke();
          }
          ctx.restore();
        },
      ],
    },
  };
}
