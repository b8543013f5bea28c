import { readRecipe } from '#contract/recipe.ts';
import { Fault } from '#contract/faults.ts';
import type { ChunkRecord } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { decodeRuns, positionsOf } from '../../store/runs.ts';
import { chunkBody, framesOf, type Frames } from '../run/chunkBody.ts';
import type { DamagedJob } from './damagedJob.ts';
import { rowLost, type LostCorrection } from './lostCorrections.ts';

/**
 * Rows that a request has sent as something else than the file has for them, where its items may be of an earlier time: a correction came before it, and
 * is lost. `changed`: see changedAfter; a request of a row that was corrected after it says nothing of the others.
 */
export function sentOtherwise(file: JobFile, { saved, areStatesEarlier }: DamagedJob, changed: Uint32Array): ReadonlyMap<number, LostCorrection> {
  const found = new Map<number, LostCorrection>();
  const recipe = areStatesEarlier && saved.fixed !== null ? readRecipe(JSON.parse(saved.fixed.recipe)) : null;
  if (recipe?.ok !== true) return found;
  const formats = (['json', 'xml'] as const).map((format) => framesOf(recipe.recipe.request, { token: '', tokenInBody: false }, format));
  const rows = changed.length;
  const isSaved = new Uint8Array(rows + 1);
  for (const { first, ends } of saved.items.values()) isSaved.fill(1, first, first + ends.length / 4);
  const taken = new Uint8Array(rows + 1);
  for (const chunk of saved.chunks.toReversed()) {
    if (chunk.state !== 'answered' || chunk.body_check === null) continue;
    const members = decodeRuns(chunk.members);
    const positions = [...positionsOf(members)];
    const last = positions.filter((position) => taken[position] === 0);
    for (const position of positions) taken[position] = 1;
    const isKnown = positions.every((position) => position <= rows && isSaved[position] === 1 && (changed[position - 1] ?? 0) <= chunk.id);
    if (!isKnown || formats.some((frames) => isBodyOf(file, chunk, frames))) continue;
    for (const position of last) found.set(position, rowLost(file.blocks.rowNumber(position)));
  }
  return found;
}

function isBodyOf(file: JobFile, { id, members, body_check: bodyCheck }: ChunkRecord, frames: Frames): boolean {
  try {
    chunkBody(file, { id, members: decodeRuns(members), bodyCheck }, frames);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
