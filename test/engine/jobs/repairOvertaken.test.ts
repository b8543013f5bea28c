import Database from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock as clock } from '#engine/jobs/clock.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import { edit, open, prepareRows, set, type SourceRow } from '../../support/corrections.ts';
import { run, temporaryFolder } from '../../support/jobs.ts';
import { isLong } from '../../support/longForms.ts';
import { takeOver } from '../../support/takeOver.ts';

/** Tables of which an earlier time may come back; those of corrections hang together. */
const parts: Readonly<Record<string, readonly string[]>> = {
  plan: ['chunk'], record: ['job'], states: ['block_state'], requests: ['attempt'], refusals: ['failure'], batches: ['correction_batch'], corrections: ['correction', 'corrected_row'], items: ['block_item', 'item_patch', 'block_key'],
};
type Part = keyof typeof parts;

interface Life {
  readonly name: string;
  /** What is done until the earlier time, and after it. */
  readonly first: (file: JobFile) => Promise<unknown>;
  readonly then: (file: JobFile) => Promise<unknown>;
}

const rows: readonly SourceRow[] = Array.from({ length: 8 }, (_, index) => [String(index + 1), `Name ${index}`, '']);
const limits = { profiles: 3, bytes: 1_000_000 };

const lives: readonly Life[] = [
  { name: 'a trial, then the rest', first: (file) => run(file, { ...server, trial: 2 }), then: (file) => run(file, { ...server, limits }) },
  { name: 'never run, then a trial', first: () => Promise.resolve(), then: (file) => run(file, { ...server, limits, trial: 4 }) },
  {
    name: 'planned, then cut in another way', 
    first: async (file) => {
      await run(file, { ...server, trial: 2 });
      await run(file, { ...server, limits, stop: AbortSignal.abort() });
    },
    then: (file) => run(file, { ...server, limits: { profiles: 2, bytes: 1_000_000 } }),
  },
  {
    name: 'refused, then tried again', first: (file) => run(file, { ...server, limits }),
    then: async (file) => {
      retryRound(file, {}, Date.now());
      await run(file, { ...server, limits });
    },
  },
  {
    name: 'sent, then corrected and sent once more', first: (file) => run(file, { ...server, limits, trial: 5 }),
    then: async (file) => {
      await edit(file, [set(1, 1, 'Olga'), set(8, 1, 'Inga')], { sendAgain: true });
      await run(file, { ...server, limits });
    },
  },
];

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;

beforeAll(() => {
  folder = temporaryFolder();
});

afterAll(() => folder.remove());

function restore(path: string, earlier: string, tables: readonly string[]): void {
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  db.prepare('ATTACH ? AS earlier').run(earlier);
  for (const table of tables) db.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM earlier.${table}`);
  db.close();
}

const states = (path: string): readonly string[] => {
  const file = open(path);
  try {
    return rows.map((_, index) => file.states.at(index + 1));
  } finally {
    file.close();
  }
};

async function send(path: string): Promise<void> {
  takeOver(path);
  const file = open(path);
  try {
    if (file.states.count().ready > 0 || file.chunks.open().length > 0) await run(file, { ...server, limits: { profiles: 4, bytes: 1_000_000 } });
  } finally {
    file.close();
  }
}

const names = Object.keys(parts);
const alone = names.map((name) => [name]);
const allButOne = names.map((one) => names.filter((name) => name !== one));
const byRuns: readonly (readonly Part[])[] = [['plan', 'record', 'states'], ['plan', 'states', 'requests'], ['plan', 'record', 'states', 'requests']];
const all = names.reduce<readonly (readonly Part[])[]>((some, name) => some.flatMap((one) => [one, [...one, name]]), [[]]);
/** Each part alone and what a run writes at once; in the long form all choices of parts. */
const choices: readonly (readonly Part[])[] = isLong ? all : [...alone, ...byRuns, ...allButOne.slice(0, 2)];

describe.each(lives)('parts of an earlier time: $name', ({ first, then }) => {
  let whole: string;
  let earlier: string;
  let truth: readonly string[];

  beforeAll(async () => {
    server = await startPractice({ faults: { rules: [{ kind: 'reject-items', customIds: [3], code: 422, text: 'No such city', perKey: 1 }] } });
    whole = await prepareRows(folder.path, rows);
    earlier = `${whole}-earlier`;
    for (const [index, work] of [first, then].entries()) {
      const file = open(whole);
      await work(file).finally(() => file.close());
      if (index === 0) copyFileSync(whole, earlier);
    }
    truth = states(whole);
  });
  afterAll(() => server.close());

  it('are told where a plan, its job and its states come back: rows that requests know of are unknown', async () => {
    const [path, out] = [`${whole}-told`, `${whole}-told-repaired`];
    copyFileSync(whole, path);
    restore(path, earlier, ['chunk', 'job', 'block_state']);
    const { note, status } = await repairJob({ job: path, out, clock });
    expect([status.counts.notSent, note.unknown > 0]).toEqual([0, true]);
  });

  it('never make a row “not sent” that was sent, and what a repair gives applies none again', async () => {
    const wrong: string[] = [];
    for (const [index, choice] of choices.entries()) {
      const [path, out] = [`${whole}-${index}`, `${whole}-${index}-repaired`];
      copyFileSync(whole, path);
      restore(path, earlier, choice.flatMap((part) => parts[part] ?? []));
      // All of what changed may be of one time, be it the earlier one.
      if (checkJob(path).whole) continue;
      await repairJob({ job: path, out, clock });
      const is = states(out);
      is.forEach((state, row) => {
        if (state === 'ready' && truth[row] !== 'ready') wrong.push(`${choice.join(' ')}: row ${row + 1} is ${state}, was ${truth[row]}`);
      });
      const applied = (): readonly number[] => rows.map((_, row) => server.journal.applied().get(row + 1) ?? 0);
      const before = applied();
      await send(out);
      applied().forEach((count, row) => {
        const id = row + 1;
        if (count !== before[row] && truth[row] !== 'ready') wrong.push(`${choice.join(' ')}: row ${id} was ${truth[row]}, became ${is[row]} and was applied again`);
      });
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
