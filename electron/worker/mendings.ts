import { m } from '#messages';
import type { KeepChoices, KeptMend, SavedRecipe } from '#contract/commands.ts';
import type { EngineEvent } from '#contract/events.ts';
import { Fault } from '#contract/faults.ts';
import { invalidRecipe } from '#contract/invalidRecipe.ts';
import { mendLooks, type MendLook, type MendRequest } from '#contract/mends.ts';
import { readRecipe, type Recipe } from '#contract/recipe.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { isSameMapping, membersWith, ruleOf } from '#engine/jobs/mending/keptMend.ts';
import type { MendingOptions } from '#engine/jobs/mending/mending.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { listMistyped, listProposals } from '#engine/jobs/mending/proposals.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { JobRecord } from '#engine/store/jobTable.ts';
import type { Corrections } from './corrections.ts';
import type { EngineHost } from './host.ts';
import type { JobRegistry } from './jobRegistry.ts';

/** Mends of jobs: looks at what they would do, one of a kind a job at most, doing them, and keeping them in a recipe. */
export interface Mendings {
  readonly commands: Pick<EngineHost, 'previewMend' | 'applyMend' | 'listProposals' | 'listMistyped' | 'cancelMending' | 'keepChoices' | 'keepMend'>;
  /** Ends a job's looks, so that its file can be deleted. */
  end(jobId: string): Promise<void>;
  stop(): Promise<void>;
}

interface Work {
  readonly abort: AbortController;
  readonly done: Promise<unknown>;
}

export function createMendings(registry: JobRegistry, corrections: Pick<Corrections, 'withJob'>, emit: (event: EngineEvent) => void): Mendings {
  const underWay = new Map<string, Work>();

  /** A connection of its own, which a run that ends meanwhile does not close. */
  async function open<Value>({ jobId, look: kind }: Looking, signal: AbortSignal, work: (file: JobFile, options: MendingOptions) => Promise<Value>): Promise<Value> {
    const file = openJob(registry.pathOf(jobId));
    try {
      return await work(file, { signal, onProgress: (progress) => emit({ kind: 'mending', jobId, look: kind, ...progress }) });
    } finally {
      file.close();
    }
  }

  async function look<Value>(looking: Looking, work: (file: JobFile, options: MendingOptions) => Promise<Value>): Promise<Value> {
    const name = nameOf(looking);
    underWay.get(name)?.abort.abort();
    const abort = new AbortController();
    const done = open(looking, abort.signal, work);
    const own = { abort, done };
    underWay.set(name, own);
    try {
      return await done;
    } finally {
      if (underWay.get(name) === own) underWay.delete(name);
    }
  }

  const end = async (works: readonly Work[]): Promise<void> => {
    for (const { abort } of works) abort.abort();
    await Promise.allSettled(works.map(({ done }) => done));
  };

  return {
    commands: {
      previewMend: ({ jobId, ...request }) => look({ jobId, look: 'mend' }, (file, options) => previewMend(file, request, options)),
      listProposals: ({ jobId, ...choice }) => look({ jobId, look: 'mend' }, (file, options) => listProposals(file, { ...options, ...choice })),
      listMistyped: ({ jobId }) => look({ jobId, look: 'mistyped' }, listMistyped),
      applyMend: ({ jobId, sendAgain, adopt, ...request }) => corrections.withJob(jobId, adopt, (file, options) => applyMend(file, request, { ...options, origin: 'window', sendAgain })),
      cancelMending(looking) {
        underWay.get(nameOf(looking))?.abort.abort();
        return null;
      },
      keepChoices: ({ jobId }) => choicesFor(registry.catalogue.recipes(), registry.read(jobId, recipeOf)),
      keepMend: ({ jobId, name, ...request }) => keep(registry, jobId, name, request),
    },
    end: (jobId) => end(mendLooks.flatMap((one) => underWay.get(nameOf({ jobId, look: one })) ?? [])),
    stop: () => end([...underWay.values()]),
  };
}

interface Looking {
  readonly jobId: string;
  readonly look: MendLook;
}

const nameOf = ({ jobId, look }: Looking): string => `${look} ${jobId}`;

/** Fault job-state while it is being prepared. */
function recipeOf(file: JobFile): Recipe {
  return jobOf(file).recipe;
}

function jobOf(file: JobFile): JobRecord {
  const job = file.job.read();
  if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'read' });
  return job;
}

function choicesFor(saved: readonly SavedRecipe[], recipe: Recipe): KeepChoices {
  return { names: saved.map(({ name }) => name), likely: saved.find((one) => isSameMapping(one.recipe, recipe))?.name ?? null };
}

function keep({ catalogue, read }: Pick<JobRegistry, 'catalogue' | 'read'>, jobId: string, name: string, request: MendRequest): KeptMend {
  const { recipe: own, columns } = read(jobId, jobOf);
  const column = columns[request.column];
  if (column === undefined) throw usageFault(() => m.cli_usage_no_job_column({ column: request.column + 1 }));
  const saved = catalogue.recipes().find((one) => one.name === name);
  const { members, replaced, isUpgraded, ...made } = membersWith(saved?.recipe ?? own, ruleOf(request, column), columns);
  const reading = members === null ? null : readRecipe(members);
  if (reading?.ok === false) throw invalidRecipe(members, name);
  // One that has the rule already is saved all the same where it is not saved yet.
  if (reading !== null || saved === undefined) catalogue.saveRecipe(name, reading?.recipe ?? own, isoTime(systemClock));
  return {
    name,
    isNew: saved === undefined,
    rule: made.rule,
    ...(members === null && saved !== undefined ? { isKnown: true } : {}),
    ...(replaced.length === 0 ? {} : { replaced }),
    // One that is saved only now was of no version before.
    ...(isUpgraded && saved !== undefined ? { isUpgraded: true } : {}),
  };
}
