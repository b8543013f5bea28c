import type { AlignedData, Options } from 'uplot';
import { clockTime, pace, tookSeconds } from '#contract/formats.ts';
import type { RunFigures } from '#contract/runFigures.ts';
import type { Mark } from './marks.ts';

/** What is written into the plot, in the language that is spoken. */
export interface PlotWords {
  readonly rows: string;
  readonly answers: string;
}

export interface Plot {
  update(figures: RunFigures, marks: readonly Mark[]): void;
  destroy(): void;
}

const height = 170;

/** The plot of a run in an element, as wide as that is; null where nothing can be drawn. */
export async function drawPlot(root: HTMLElement, words: PlotWords): Promise<Plot | null> {
  if (document.createElement('canvas').getContext('2d') === null) return null;
  const [{ default: UPlot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
  let marks: readonly Mark[] = [];
  const plot = new UPlot(optionsOf(root, words, () => marks), [[], [], []], root);
  const watch = new ResizeObserver(() => plot.setSize({ width: widthOf(root), height }));
  watch.observe(root);
  return {
    update(figures, next) {
      marks = next;
      plot.setData(dataOf(figures));
    },
    destroy() {
      watch.disconnect();
      plot.destroy();
    },
  };
}

const widthOf = (root: HTMLElement): number => Math.max(200, root.clientWidth);

/** Seconds since 1970, rows a second, and how long answers took. Pure. */
export function dataOf({ startedAt, stepMs, steps }: RunFigures): AlignedData {
  return [
    steps.map((_, index) => (startedAt + index * stepMs) / 1_000),
    steps.map(({ rows }) => (rows * 1_000) / stepMs),
    steps.map(({ answerMs }) => (answerMs === null ? null : answerMs / 1_000)),
  ];
}

function optionsOf(root: HTMLElement, words: PlotWords, marks: () => readonly Mark[]): Options {
  const style = getComputedStyle(root);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--ink-2'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: `11px ${style.fontFamily}` };
  return {
    width: widthOf(root),
    height,
    cursor: { show: false },
    legend: { show: false },
    scales: { rows: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] }, answers: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
    axes: [
      { ...axis, space: 90, values: (_, ticks) => ticks.map((tick) => clockTime(tick * 1_000)) },
      { ...axis, scale: 'rows', size: 60, values: (_, ticks) => ticks.map(pace) },
      { ...axis, scale: 'answers', side: 1, size: 60, grid: { show: false }, values: (_, ticks) => ticks.map((tick) => tookSeconds(tick * 1_000)) },
    ],
    series: [
      {},
      { label: words.rows, scale: 'rows', stroke: colour('--accent'), width: 2, fill: colour('--accent-soft'), points: { show: false } },
      { label: words.answers, scale: 'answers', stroke: colour('--row-invalid'), width: 1.5, spanGaps: true, points: { show: false } },
    ],
    hooks: {
      draw: [
        ({ ctx, bbox, valToPos }) => {
          ctx.save();
          for (const { at, kind } of marks()) {
            const x = Math.round(valToPos(at / 1_000, 'x', true));
            if (x < bbox.left || x > bbox.left + bbox.width) continue;
            ctx.strokeStyle = colour(kind === 'trouble' ? '--danger' : '--ink-3');
            ctx.setLineDash(kind === 'trouble' ? [] : [4, 4]);
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
