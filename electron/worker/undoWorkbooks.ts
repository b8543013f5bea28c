import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { UndoSaved } from '#contract/comparison.ts';
import type { EngineEvent } from '#contract/events.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { writeUndo } from '#engine/jobs/comparison/writeUndo.ts';
import { writeTable } from '#engine/template/writeTable.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { EngineHost } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';
import { freeRecipeName } from './recipes.ts';
import type { Runs } from './runs.ts';
import { createUnderWay } from './underWay.ts';

/** Workbooks that take an import back. */
export interface UndoWorkbooks {
  readonly commands: Pick<EngineHost, 'undoTo' | 'cancelUndo'>;
  /** Stops those under way and waits until what they wrote is gone. */
  stop(): Promise<void>;
}

export function createUndoWorkbooks({ catalogue, pathOf }: Pick<JobRegistry, 'catalogue' | 'pathOf'>, runs: Pick<Runs, 'mustRest'>, emit: (event: EngineEvent) => void): UndoWorkbooks {
  const underWay = createUnderWay();
  const aborts = new Map<AbortController, string>();

  async function write(jobId: string, path: string): Promise<UndoSaved> {
    runs.mustRest(jobId);
    const file = openJob(pathOf(jobId));
    const abort = new AbortController();
    aborts.set(abort, jobId);
    try {
      const { plan, ...written } = await writeUndo(file, { workbook: path, recipe: recipeBeside(path), writeTable, signal: abort.signal, onProgress: (progress) => emit({ kind: 'undoing', jobId, ...progress }) });
      // Found by the window when the workbook is opened there, without looking for the file.
      const saved = freeRecipeName(catalogue, basename(path).replace(/\.xlsx$/i, ''));
      catalogue.saveRecipe(saved, plan.recipe, isoTime(systemClock));
      return { ...written, saved };
    } finally {
      aborts.delete(abort);
      file.close();
    }
  }

  return {
    commands: {
      undoTo: ({ jobId, path }) => underWay.track(write(jobId, path)),
      cancelUndo({ jobId }) {
        for (const [abort, of] of aborts) if (of === jobId) abort.abort();
        return null;
      },
    },
    async stop() {
      for (const abort of aborts.keys()) abort.abort();
      await underWay.settled();
    },
  };
}

/** `clients undo.json`, or `clients undo 2.json` where there is one already: nothing is ever written over. */
function recipeBeside(path: string): string {
  const base = path.replace(/\.xlsx$/i, '');
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${base}.json` : `${base} ${number}.json`;
    if (!existsSync(name)) return name;
  }
}
