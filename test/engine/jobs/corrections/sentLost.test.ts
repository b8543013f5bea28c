import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { sentLostWords, sentWithoutWords } from '#contract/leftOutWords.ts';
import { systemClock as clock } from '#engine/jobs/clock.ts';
import { verdict } from '#engine/jobs/exports/verdict.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { filterRows } from '#engine/jobs/rows/filterRows.ts';
import { outcomeOf } from '../../../../renderer/text/rowWords.ts';
import { edit, rowsOf, set } from '../../../support/corrections.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { run } from '../../../support/jobs.ts';
import { takeOver } from '../../../support/takeOver.ts';

const jobs = correctedJob();

it('a row that was sent whole and lost its correction in a repair is told as that, and not as sent without a value', async () => {
  const file = await jobs.job([['1', 'Anna', '31.01.2024'], ['2', 'Boris', '']]);
  await edit(file, [set(1, 1, 'Olga')]);
  await run(file, jobs.server);
  const { path } = file;
  file.close();
  const db = new Database(path);
  expect(db.prepare('DELETE FROM correction').run().changes).toBe(1);
  db.close();
  const out = `${path}-out`;
  await repairJob({ job: path, out, clock });
  takeOver(out);
  const repaired = jobs.open(out);
  const { counts } = jobStatus(repaired, null);
  expect(counts).toMatchObject({ accepted: 2, sentLost: 1 });
  expect([sentWithoutWords(counts), sentLostWords(counts)]).toEqual([null, expect.stringMatching(/^1 row was sent, and a correction of it was lost/)]);
  // The filter "Sent without a value" of the window; by its own reason it is found.
  expect([...(await filterRows(repaired, { problem: { leftOut: true } }))]).toEqual([]);
  expect([...(await filterRows(repaired, { problem: { leftOut: true, reason: 'correction-lost' } }))]).toEqual([1]);
  const row = rowsOf(repaired)[0]!;
  for (const words of [verdict(row).text, outcomeOf(row)]) expect(words).toMatch(/^(?!.*without).*a correction was lost.*“Olga” was to be sent/);
});
