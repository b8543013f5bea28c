import { expect, it } from 'vitest';
import { rowStates, type RowState } from '#contract/job.ts';
import { factsOf, type DamagedJob } from '#engine/jobs/repair/damagedJob.ts';
import { judgeCorrections } from '#engine/jobs/repair/judgedCorrections.ts';
import { decide } from '#engine/jobs/repair/decide.ts';

const number = (state: RowState): number => rowStates.indexOf(state);

/** Ten rows in two blocks of five. Of the first only a copy from before the run is left; a chunk of it was answered, its answer and another chunk are lost. */
function job(): DamagedJob {
  const states = (first: number, names: readonly RowState[]) => ({ first, states: Buffer.from(names.map(number)), version: 1, rows_seal: 0, ends_seal: 0, seal: 0 });
  const chunk = {
    id: 1, round: 1, parent: null, members: '1-2', profiles: 2, bytes: 1, request_id: 'a', body_check: 1, state: 'answered' as const, applied_maybe: 0,
    first_sent_at: '2026-01-01T00:00:00.000Z', run: 1, run_attempts: 1, renewed: 0, version: 3, seal: 0,
  };
  const live = {
    state: 'paused', pause: null, round: 1, run: 1, server: null, chunk_profiles: 2, chunk_bytes: 1, bytes_learned: null, owner: null, format: 'json',
    run_settings: null, place: null, run_started_at: null, handed_over: null,
  };
  const saved = {
    fixed: null, live, blocks: new Map(), items: new Map(), outdatedItems: new Map(), patches: new Map(), errors: new Map(), duplicates: new Map(), failures: new Map(), keptProfiles: new Map(), chunks: [chunk], attempts: [], batches: [], corrections: [], correctedRows: [], keys: [],
    states: new Map([
      [1, states(1, ['ready', 'ready', 'ready', 'ready', 'empty'])],
      [6, states(6, ['ready', 'ready', 'ready', 'ready', 'empty'])],
    ]),
  };
  return { path: '', saved, inDoubt: false, neverRun: false, chunksWhole: false, statesWhole: false, planOvertaken: false, statesOvertaken: false, areStatesEarlier: false, areBatchesEarlier: false, keptWhole: true, journal: 'own', otherTimes: [], structure: null, counted: new Map() };
}

it('takes no row for unsent on the word of a block of states that is older than an answered request of its rows', () => {
  const decided = [...decide(factsOf(job(), { rows: 10, prepared: null, corrections: judgeCorrections(job(), '') })).states].map((state) => rowStates[state]);
  expect(decided).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'empty', 'ready', 'ready', 'ready', 'ready', 'empty']);
});
