import { z } from 'zod';
import { jobStates } from '#contract/job.ts';
import { handoverSteps, placeEvents, type JobPlace, type StoredHandover } from '#contract/place.ts';
import { pauseSchema } from './storedJson.ts';
import { writtenSchema, type Written } from './written.ts';

const text = z.string().max(40_000);
const placeSchema = z.object({
  machine: text,
  host: text,
  path: text,
  file: z.object({ dev: text, ino: text, born: text.nullable() }).nullable(),
  at: text,
  event: z.enum(placeEvents),
  mark: text,
  markBefore: text.nullable(),
  adopted: z.boolean().optional(),
  repair: z.object({ id: text, of: text.nullable() }).optional(),
});
const handoverSchema = z.object({ to: text, at: text, step: z.enum(handoverSteps), state: z.enum(jobStates), pause: pauseSchema.nullable(), mark: text });

/**
 * Of the last commit that wrote to the job's record, and of the one before it: each has an id of its own, so that the
 * record in the file and those in a -wal tell whether they follow each other. Kept with the place; other versions pass over it.
 */
export const commitSchema = z.object({ id: text, before: text.nullable(), odd: z.boolean().optional(), written: writtenSchema.optional().catch(undefined) });
export type StoredCommit = z.infer<typeof commitSchema>;

const withCommitSchema = z.looseObject({ commit: commitSchema.optional() });

/** The JSON of a place, with the commit that the one before it tells of. */
export function placeText(place: JobPlace, before: string | null): string {
  const commit = before === null ? undefined : withCommitSchema.parse(JSON.parse(before)).commit;
  return JSON.stringify({ ...place, ...(commit === undefined ? {} : { commit }) });
}

/**
 * Gives the JSON of a place once more, with a commit of this id after the one that it tells of. It has another length
 * each time (`odd`): then SQLite writes the record's first page, which says what job it is of, and not only the last.
 * `written` tells what is written as of this commit, from what the one before it tells. The place that was given last is not
 * parsed again: each commit of a run is after the one that this program wrote.
 */
export function commitNotes(): (before: string, id: string, written: (before: Written | null) => Written) => string {
  let last: { readonly text: string; readonly commit: StoredCommit | null; readonly head: string } | null = null;
  return (before, id, written) => {
    const { commit: previous, head } = last?.text === before ? last : splitPlace(before);
    const commit = { id, before: previous?.id ?? null, ...(previous?.odd === true ? {} : { odd: true }), written: written(previous?.written ?? null) };
    last = { text: `${head}"commit":${JSON.stringify(commit)}}`, commit, head };
    return last.text;
  };
}

/** A place's JSON up to where its commit is to stand, and the commit that it tells of. */
function splitPlace(json: string): { readonly commit: StoredCommit | null; readonly head: string } {
  const { commit, ...place } = withCommitSchema.parse(JSON.parse(json));
  const head = JSON.stringify(place).slice(0, -1);
  return { commit: commit ?? null, head: head === '{' ? head : `${head},` };
}

/** What was written as of the last commit; null where it does not tell. */
export function readWritten(json: string | null): Written | null {
  return json === null ? null : (withCommitSchema.parse(JSON.parse(json)).commit?.written ?? null);
}

/** What a job file says of its place; throws where no version of ours wrote it. */
export function readPlace(json: string | null): JobPlace | null {
  return json === null ? null : placeSchema.parse(JSON.parse(json));
}

/** What a job file says of where it went; throws where no version of ours wrote it. */
export function readHandover(json: string | null): StoredHandover | null {
  return json === null ? null : handoverSchema.parse(JSON.parse(json));
}
