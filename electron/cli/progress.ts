import cliProgress from 'cli-progress';
import { say, type Output } from './output.ts';
import { printable } from '#contract/printable.ts';

export interface Progress {
  update(value: number, total: number, words: string): void;
  end(): void;
}

/** A bar on a terminal; elsewhere a line now and then, so that a log stays readable. */
export function showProgress(output: Output, label: string, unit: string): Progress {
  const terminal = 'isTTY' in output.err && output.err.isTTY === true;
  return terminal ? bar(label) : lines(output, label, unit);
}

function bar(label: string): Progress {
  const shown = new cliProgress.SingleBar({ format: `${label} {bar} {percentage}% {words}`, stream: process.stderr, hideCursor: true, clearOnComplete: true });
  let started = false;
  return {
    update(value, total, words) {
      if (!started) shown.start(total, 0, { words: printable(words) });
      started = true;
      shown.setTotal(total);
      shown.update(Math.min(value, total), { words: printable(words) });
    },
    end() {
      if (started) shown.stop();
      started = false;
    },
  };
}

function lines(output: Output, label: string, unit: string): Progress {
  let shown = -1;
  return {
    update(value, total, words) {
      const tenth = total > 0 ? Math.floor((value * 10) / total) : 0;
      if (tenth === shown) return;
      shown = tenth;
      say(output, `${label}: ${tenth * 10} % of the ${unit}, ${words}`);
    },
    end() {
      shown = -1;
    },
  };
}
