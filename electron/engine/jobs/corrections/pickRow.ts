import type { BatchResult, CorrectionOrigin, RefusalReason } from '#contract/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { keepBatch } from './applyBatch.ts';
import { correcting, refuse, type Correcting, type CorrectingOptions } from './correcting.ts';
import { winnerOf, type Member } from './decideAgain.ts';
import { hashOfKey } from './keyHashes.ts';
import { keyOf, rowsOfKey } from './rowsOfKey.ts';
import { afterOthers } from './settledKeys.ts';
import { settleRows, type ChangedRow } from './settleRows.ts';

export interface PickOptions extends CorrectingOptions {
  readonly origin: CorrectionOrigin;
  readonly position: number;
  /** Send it also after a row of its key that was accepted. */
  readonly sendAgain?: boolean | undefined;
}

/**
 * Picks a row to be sent of those with its match key, as one batch: the one that was to be sent stands back for it. It holds
 * as long as the row has this key. One that was accepted is sent once more by the operator's word, also where no other row has its key. Where that cannot be done now, nothing is changed and the reason told. Faults as correcting.
 */
export async function pickRow(file: JobFile, { position, origin, sendAgain = false, ...options }: PickOptions): Promise<BatchResult> {
  return correcting(file, options, (c) => {
    const row = isThere(c, position) ? file.blocks.rowNumber(position) : 0;
    const others = row === 0 ? [] : rowsOfKey(c, position).filter((member) => member.position !== position);
    const reason = row === 0 ? 'no-row' : pickRefusal(c, { position, others, sendAgain });
    const key = reason === null ? keyOf(c, position) : null;
    if (key === null) {
      refuse(c.tally, row, reason ?? 'no-duplicate');
      return Promise.resolve(null);
    }
    const id = file.corrections.nextBatch();
    const [low, high] = hashOfKey(key);
    const instead = insteadOf(c, position, others, [low, high]);
    const state = file.states.at(position);
    file.corrections.putRows(id, [{ position, state, was: { picked: [low, high] } }]);
    if (state === 'accepted') settleRows(c, changedRow(c, position));
    c.affected.add(low, high);
    c.tally.rows += 1;
    if (others.some((other) => file.states.at(other.position) === 'accepted')) c.tally.isNewRound = true;
    return Promise.resolve(keepBatch(c, { id, origin, act: { kind: 'pick', row, instead } }));
  });
}

/** The sheet's row that is sent as it stands: the row itself where it is to be sent once more; 0 where that is not known. */
export function insteadOf({ file, policy }: Pick<Correcting, 'file' | 'policy'>, position: number, others: readonly Member[], hash: readonly [number, number]): number {
  const standsFor = file.problems.duplicateOf(position);
  if (standsFor !== null) return standsFor;
  const own = { position, row: file.blocks.rowNumber(position) };
  const members = [...others, own].sort((one, other) => one.position - other.position);
  return policy === 'all' ? own.row : (winnerOf(policy, file.corrections.picks(), hash, members)?.row ?? 0);
}

/** The row as it is sent once more: nothing of it is changed. */
function changedRow(c: Correcting, position: number): readonly ChangedRow[] {
  return Array.from(c.file.blocks.rowsAt([position], { few: true }), (row) => ({ position, state: 'accepted', mapped: c.mapper.map(row), back: null }));
}

const isThere = ({ job }: Pick<Correcting, 'job'>, position: number): boolean => Number.isSafeInteger(position) && position >= 1 && position <= job.rowsRead;

interface Picked {
  readonly position: number;
  readonly others: readonly Member[];
  readonly sendAgain: boolean;
}

/** Why a row cannot be picked now; null where it can. `others`: the rows that have its match key. */
export function pickRefusal({ file, open }: Pick<Correcting, 'file' | 'open'>, { position, others, sendAgain }: Picked): RefusalReason | null {
  const state = file.states.at(position);
  if (state === 'invalid' || state === 'empty') return 'no-item';
  if (state === 'hidden') return 'hidden';
  if (state !== 'duplicate' && state !== 'accepted') return 'no-duplicate';
  if (open[position] === 1) return 'open-request';
  if (state === 'accepted' && !sendAgain) return 'accepted';
  return afterOthers(others.map((other) => ({ state: file.states.at(other.position), isOpen: open[other.position] === 1 })), sendAgain);
}
