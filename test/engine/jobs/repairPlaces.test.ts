import Database from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#engine/jobs/clock.ts';
import { handOver } from '#engine/jobs/handOver.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { placedJob } from '../../support/placedJob.ts';
import { practiceJob } from '../../support/practiceJob.ts';

const practice = practiceJob();
const at = (name: string): string => join(practice.folder, `${name}.importjob`);
/** Each time cut in another way, so that nothing is answered from the platform's memory. */
let size = 5;
const { source, prepared, runAt, refusal } = placedJob(practice, () => ({ limits: { profiles: (size += 1), bytes: 1_000_000 } }));

/** A job of forty profiles, closed; ten of them sent by a trial. */
async function half(): Promise<string> {
  const path = await prepared(at('a'), 40);
  await runAt(path, { trial: 10 });
  return path;
}


async function repairTo(out: string, job: string, withSource = true): Promise<string> {
  await repairJob({ job, out: at(out), source: withSource ? source() : undefined, clock: systemClock });
  return at(out);
}

function damageBy(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

/** Of the cells alone: what a run needs is whole, and would be sent. */
const damage = (path: string): void => damageBy(path, "UPDATE block SET cells = replace(cells, '1', '2')");

const wasApplied = (): number => practice.server.journal.summary().itemsApplied;

describe.each([true, false])('a damaged job, repaired with its workbook: %s', (withSource) => {
  it('that is the one last run goes on in the new file, and itself is refused with its name', async () => {
    const path = await half();
    damage(path);
    const made = await repairTo('k', path, withSource);
    expect(await refusal(path)).toMatch(/^The job “a\.importjob” was repaired into “.*k\.importjob” on \d{1,2} \w+ \d{4} \d\d:\d\d UTC\. .*--adopt/);
    expect(await runAt(made)).toBe('finished');
    expect(await refusal(path)).toMatch(/^The job “a\.importjob” was damaged and repaired, and another file of it was last run on this computer as “.*k\.importjob”/);
    practice.expectAppliedOnce(40);
  });

  it('twice gives a second file that is refused with the first one’s name, whether that was run or not, until it is taken over', async () => {
    const path = await half();
    damage(path);
    const [first, second] = [await repairTo('k1', path, withSource), await repairTo('k2', path, withSource)];
    expect(await refusal(second)).toMatch(/was repaired on this computer as “.*k1\.importjob” on .* This file is another one\. It is a copy, or was repaired from/);
    expect(await runAt(first, { trial: 7 })).toBe('paused');
    await refusal(second);
    const third = await repairTo('k3', path, withSource);
    expect(await refusal(third)).toMatch(/was last run on this computer as “.*k1\.importjob”/);
    expect(wasApplied()).toBe(17);
    await runAt(second, { adopt: true, stop: AbortSignal.abort() });
    expect(await refusal(first)).toMatch(/another file of it was (?:taken over|last run) on this computer as “.*k2\.importjob”/);
    await refusal(path);
    expect(wasApplied()).toBe(17);
  });

  it('that was a backup put back over the finished one gives a file that is refused', async () => {
    const path = await half();
    copyFileSync(path, at('backup'));
    expect(await runAt(path)).toBe('finished');
    copyFileSync(at('backup'), path);
    damage(path);
    const made = await repairTo('k', path, withSource);
    expect(await refusal(made)).toMatch(/^The job “k\.importjob” was last run on this computer as “.*a\.importjob” on .*This file is another one/);
    practice.expectAppliedOnce(40);
    expect(await runAt(made, { adopt: true })).toBe('finished');
  });

  it('that was a copy at another path gives a file that is refused, and leaves the original alone', async () => {
    const path = await half();
    copyFileSync(path, at('copy'));
    damage(at('copy'));
    const made = await repairTo('k', at('copy'), withSource);
    expect(await refusal(made)).toContain('a.importjob');
    expect(await runAt(path)).toBe('finished');
    expect(await refusal(made)).toContain('a.importjob');
    practice.expectAppliedOnce(40);
  });
});

describe('a file of which the record is lost that tells where it was run', () => {
  it('gives one that is refused, as this computer knows that the job was run', async () => {
    const path = await half();
    copyFileSync(path, at('copy'));
    for (const lost of [at('copy'), path]) damageBy(lost, 'UPDATE job SET round = round + 1');
    const made = [await repairTo('k1', at('copy')), await repairTo('k2', path)];
    for (const one of made) expect(await refusal(one)).toMatch(/was last run on this computer as “.*a\.importjob”.*This file is another one/);
    expect(wasApplied()).toBe(10);
  });
});

describe('what was made by a repair', () => {
  it('may be handed over, damaged and repaired again, and runs on without a question', async () => {
    const path = await half();
    damage(path);
    const first = openJob(await repairTo('k', path));
    await handOver(first, { to: at('b'), clock: systemClock });
    first.close();
    expect(await runAt(at('b'), { trial: 5 })).toBe('paused');
    damage(at('b'));
    const made = await repairTo('c', at('b'));
    await refusal(path);
    await refusal(at('b'));
    expect(await runAt(made)).toBe('finished');
    practice.expectAppliedOnce(40);
  });

  it('of a job handed over and never run since leaves that one refused', async () => {
    const path = await half();
    const file = openJob(path);
    await handOver(file, { to: at('b'), clock: systemClock });
    file.close();
    damage(at('b'));
    const made = await repairTo('k', at('b'));
    expect(await refusal(at('b'))).toContain('was repaired into');
    expect(await runAt(made)).toBe('finished');
    practice.expectAppliedOnce(40);
  });

  it('is refused where the damaged one was taken over since', async () => {
    const path = await half();
    damage(path);
    const made = await repairTo('k', path);
    await runAt(path, { adopt: true, stop: AbortSignal.abort() });
    expect(await refusal(made)).toContain('a.importjob');
    expect(await runAt(made, { adopt: true })).toBe('finished');
    practice.expectAppliedOnce(40);
  });
});
