import { rowWasSchema } from '../../store/corrections.ts';
import { versionPinned } from '../../store/seal.ts';
import type { Salvage } from '../../store/salvage/salvage.ts';
import type { Written, WrittenPart } from '../../store/written.ts';

/** What of a damaged job is proved to be of an earlier time than another part of it. */
export interface Overtaken {
  /** The job's own record: parts that fit it are of an earlier time too, and what was sent since is not in them. */
  readonly record: boolean;
  /** The plan: requests have left that it does not tell of, and those that it tells of may have been cut in another way since. */
  readonly plan: boolean;
  /** The states: items that fit them may be of their time, too. */
  readonly states: boolean;
  /** The batches: what was corrected, undone or redone since is not in them. */
  readonly batches: boolean;
}

export interface SavedParts {
  readonly saved: Salvage;
  /** What the job's record tells was written, where it tells, and what was found; see store/written.ts. */
  readonly told: Written | null;
  readonly found: Written;
  /** Of each part, whether no record of it is missing. */
  readonly isThere: Readonly<Record<WrittenPart, boolean>>;
}

/**
 * By what is told of something later: requests that a plan does not have, or that left after it; refusals of requests, and corrections after
 * requests, that are not there; more written than the record counts. A record that is lost through damage alone proves
 * nothing: who speaks of it is only believed where its table has no gap. Pure.
 */
export function overtaken(parts: SavedParts): Overtaken {
  const { saved, told, found, isThere } = parts;
  if (saved.live === null) return { record: false, plan: false, states: false, batches: false };
  /** Neither a gap, nor another count than the record's. */
  const isOfRecord = (part: WrittenPart): boolean => isThere[part] && (told?.[part] === undefined || told[part] === found[part]);
  const isPlanBehind = hasLeftSince(saved, isThere.chunks);
  const isBehind =
    (isPlanBehind && isOfRecord('chunks')) ||
    isCountedLess(told, found) ||
    hasRunSince(saved) ||
    (isOfRecord('attempts') && lastAttemptTold(saved) > (saved.attempts.at(-1)?.id ?? 0)) ||
    (isOfRecord('batches') && lastBatchTold(saved) > (saved.batches.at(-1)?.id ?? 0)) ||
    (isOfRecord('states') && hasItemsSince(saved));
  /** A part that is not the record's is the earlier or the later one of the two. */
  const isEarlier = (part: WrittenPart): boolean => isThere[part] && isBehind === isOfRecord(part);
  // More is planned than the record counts: one of the two is the earlier one, as a plan is dropped where rows are corrected or cut in another way.
  const isPlannedMore = (found.chunks ?? 0) > (told?.chunks ?? Infinity);
  return { record: isBehind || isPlannedMore, plan: isPlanBehind || isEarlier('chunks'), states: isEarlier('states'), batches: isEarlier('batches') };
}

/** Whether requests have left that no chunk is of, or more of one chunk than it counts. A chunk is never dropped once it has left. */
function hasLeftSince({ chunks, attempts, batches }: Salvage, areChunksThere: boolean): boolean {
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  const tries = new Map<number, number>();
  for (const { chunk: id, run } of attempts) {
    const chunk = byId.get(id);
    if (chunk === undefined ? areChunksThere : run > chunk.run) return true;
    if (run === chunk?.run) tries.set(id, (tries.get(id) ?? 0) + 1);
  }
  const last = chunks.at(-1)?.id ?? 0;
  return [...tries].some(([id, count]) => count > (byId.get(id)?.run_attempts ?? count)) || (areChunksThere && batches.some(({ chunk }) => chunk > last));
}

/** Sums of versions only grow, but that of the plan, which is dropped and made anew. */
function isCountedLess(told: Written | null, found: Written): boolean {
  return told !== null && (['states', 'attempts', 'batches', 'keys'] as const).some((part) => (found[part] ?? 0) > (told[part] ?? Infinity));
}

function hasRunSince({ live, chunks, attempts }: Salvage): boolean {
  return live !== null && (attempts.some(({ run }) => run > live.run) || chunks.some(({ run, round }) => run > live.run || round > live.round));
}

/** Items that were replaced after the states of their block were written. */
function hasItemsSince({ items, states }: Salvage): boolean {
  return [...items.values()].some(({ first, version }) => {
    const pin = states.get(first)?.ends_seal;
    return pin !== undefined && version > versionPinned(pin);
  });
}

/** The number of the last request that a refusal came by, also of rows corrected since. */
function lastAttemptTold({ failures, correctedRows }: Salvage): number {
  let last = 0;
  for (const { attempt } of failures.values()) last = Math.max(last, attempt ?? 0);
  for (const { was } of correctedRows) last = Math.max(last, rowWasSchema.safeParse(JSON.parse(was)).data?.failure?.attempt ?? 0);
  return last;
}

function lastBatchTold({ corrections, correctedRows }: Salvage): number {
  let last = 0;
  for (const { batch } of corrections) last = Math.max(last, batch);
  for (const { batch } of correctedRows) last = Math.max(last, batch);
  return last;
}
