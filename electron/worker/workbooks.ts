import type { EngineEvent } from '#contract/events.ts';
import type { WorkbookOf } from '#contract/workbook.ts';
import { correctFromWorkbook, previewWorkbook, type WorkbookProgress } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { recogniseWorkbook } from '#engine/jobs/corrections/workbook/recognise.ts';
import { jobMark } from '#engine/jobs/exports/correcting/rowId.ts';
import type { Corrections } from './corrections.ts';
import type { EngineHost } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';
import type { Sources } from './sources.ts';

interface Parts {
  readonly registry: JobRegistry;
  readonly sources: Pick<Sources, 'pathOf'>;
  readonly corrections: Pick<Corrections, 'withJob'>;
  readonly emit: (event: EngineEvent) => void;
}

/** Events of one kind come no more than five times a second. */
const msBetween = 200;

/** Workbooks that were exported for correcting, and come back. */
export function workbookCommands({ registry, sources, corrections, emit }: Parts): Pick<EngineHost, 'recogniseWorkbook' | 'previewWorkbook' | 'correctFromWorkbook'> {
  function teller(jobId: string): (progress: WorkbookProgress) => void {
    let last = 0;
    return (progress) => {
      const now = Date.now();
      if (now - last < msBetween) return;
      last = now;
      emit({ kind: 'correcting', jobId, ...progress });
    };
  }
  return {
    async recogniseWorkbook({ sourceId }) {
      const mark = await recogniseWorkbook(sources.pathOf(sourceId));
      return mark === null ? null : jobOf(registry, mark);
    },
    previewWorkbook: ({ jobId, sourceId, ...choices }) =>
      corrections.withJob(jobId, undefined, (file, { signal }) => previewWorkbook(file, sources.pathOf(sourceId), { ...choices, signal, onWorkbook: teller(jobId) })),
    correctFromWorkbook: ({ jobId, sourceId, adopt, ...choices }) =>
      corrections.withJob(jobId, adopt, (file, options) => correctFromWorkbook(file, sources.pathOf(sourceId), { ...options, ...choices, onWorkbook: teller(jobId) })),
  };
}

/**
 * The job in the list that a workbook was exported from. A copy has the id of its original: one that was handed over is the last
 * to be meant, and then the newest entry counts.
 */
function jobOf(registry: JobRegistry, mark: string): WorkbookOf {
  const found = registry.summaries().filter(({ jobId, status }) => status !== null && jobMark(idInside(registry, jobId)) === mark);
  const live = found.filter(({ status }) => status?.state !== 'handed-over');
  return { jobId: [...live, ...found][0]?.jobId ?? null };
}

/** The id in the file, which is not always that of its entry in the list; empty where it cannot be read now. */
function idInside(registry: JobRegistry, jobId: string): string {
  try {
    return registry.read(jobId, (file) => file.job.read()?.jobId ?? '');
  } catch {
    return '';
  }
}
