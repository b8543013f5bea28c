import { m } from '#messages';
import cliProgress from 'cli-progress';
import { say, type Output } from './output.ts';
import { printable } from '#contract/printable.ts';

export interface Progress {
  update(value: number, total: number, words: string): void;
  /** `final`: what it has come to, where it was done. */
  end(final?: string): void;
}

/** Shows the progress of some work until it ends, at last its final figure, as the steps before may be told too early for it. */
export async function shownWork<Made>(progress: Progress, work: Promise<Made>, final: (made: Made) => string): Promise<Made> {
  try {
    const made = await work;
    progress.end(final(made));
    return made;
  } finally {
    progress.end();
  }
}

/** What goes on, and whether it is told by rows or by bytes. */
const kinds = {
  sending: { doing: m.cli_doing_sending, line: m.cli_progress_rows },
  reading: { doing: m.cli_doing_reading, line: m.cli_progress_bytes },
  compare: { doing: m.unchanged_progress, line: m.cli_progress_rows },
  fetch: { doing: m.compare_doing, line: m.cli_progress_share },
  correct: { doing: m.cli_doing_correct, line: m.cli_progress_rows },
  export: { doing: m.cli_doing_export, line: m.cli_progress_share },
  undo: { doing: m.compare_undo_doing, line: m.cli_progress_share },
  find: { doing: m.cli_doing_find, line: m.cli_progress_rows },
  mend: { doing: m.cli_doing_mend, line: m.cli_progress_rows },
  proposals: { doing: m.cli_doing_mend, line: m.cli_progress_share },
} as const;
export type ProgressKind = keyof typeof kinds;

/** A bar on a terminal; elsewhere a line now and then, so that a log stays readable. */
export function showProgress(output: Output, kind: ProgressKind): Progress {
  const terminal = 'isTTY' in output.err && output.err.isTTY === true;
  return terminal ? bar(kinds[kind].doing()) : lines(output, kind);
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

function lines(output: Output, kind: ProgressKind): Progress {
  let [shown, said] = [-1, ''];
  const tell = (tenth: number, words: string): void => {
    const line = kinds[kind].line({ doing: kinds[kind].doing(), percent: tenth * 10, words });
    if (line !== said) say(output, line);
    [shown, said] = [tenth, line];
  };
  return {
    update(value, total, words) {
      const tenth = total > 0 ? Math.floor((value * 10) / total) : 0;
      if (tenth !== shown) tell(tenth, words);
    },
    end(final) {
      if (shown >= 0 && final !== undefined) tell(10, final);
      [shown, said] = [-1, ''];
    },
  };
}
