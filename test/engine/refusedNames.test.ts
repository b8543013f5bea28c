import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { explain } from '#contract/sentences.ts';
import { Fault } from '#contract/faults.ts';
import { newJobFile, settleNewJobFile } from '#engine/store/newJobFile.ts';
import { customRecipe, temporaryFolder } from '../support/jobs.ts';

/** How often the system refuses a rename from now on, as a virus scanner on Windows makes it. */
const refusals = vi.hoisted(() => ({ left: 0 }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return {
    ...real,
    renameSync(from: string, to: string) {
      if (refusals.left > 0) {
        refusals.left -= 1;
        throw Object.assign(new Error('EPERM'), { code: 'EPERM', errno: -1, syscall: 'rename' });
      }
      real.renameSync(from, to);
    },
  };
});

let folder: ReturnType<typeof temporaryFolder>;
let path = '';
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.importjob');
  vi.stubEnv('PROFILE_IMPORTER_HOME', join(folder.path, 'home'));
});
afterEach(() => {
  refusals.left = 0;
  vi.unstubAllEnvs();
  folder.remove();
});

function filled() {
  const made = newJobFile(path);
  made.file.job.create({ jobId: '00000000-0000-4000-8000-000000000001', createdAt: '2026-01-01T00:00:00.000Z', recipe: customRecipe, columns: [] });
  made.file.job.setState('ready', null);
  return made;
}

describe('A prepared job whose name is refused', () => {
  it('has it when the refusal lasts a moment', async () => {
    const made = filled();
    refusals.left = 1;
    await made.publish();
    expect(existsSync(path)).toBe(true);
  });

  it('is kept where it lasts, says so, and gets its name later', async () => {
    const made = filled();
    refusals.left = 1_000;
    const fault = await made.publish().then(() => null, (error: unknown) => error);
    made.discard();
    if (!(fault instanceof Fault)) throw new Error('no fault');
    expect([fault.code, explain(fault.data).meaning]).toEqual(['output-unwritable', expect.stringContaining('“a.importjob-new”')]);
    expect(readdirSync(folder.path)).toContain('a.importjob-new');
    refusals.left = 0;
    expect(settleNewJobFile(path)).toBe('completed');
    rmSync(path);
  });
});
