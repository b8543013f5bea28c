import { existsSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { cliProcess } from '../cli.ts';
import { atRequest, chance, finish, limits, mustBeBusy, mustBeTold, runAt, upTo, type Act, type Trial } from './trial.ts';

/** Runs both, the second from the first one's first moment on. */
async function both(trial: Trial, one: string, other: string): Promise<readonly string[]> {
  return Promise.all([runAt(trial, one), runAt(trial, other)]);
}

/** Two hard links at once: neither runs, and either of them does when it is the only one. */
export const linkedAtOnce: Act = async (trial) => {
  const { path, at, server } = trial;
  linkSync(path, at('b.importjob'));
  const came = await both(trial, path, at('b.importjob'));
  if (came.some((each) => each !== 'job-linked' && each !== 'job-busy')) trial.problems.push(`two links: ${came.join(', ')}`);
  if (server.journal.summary().requests > 0) trial.counted.silent += 1;
  const kept = chance(trial, 0.5) ? path : at('b.importjob');
  rmSync(kept === path ? at('b.importjob') : path);
  await finish(trial, kept);
};

/** A link made between two runs, or in the middle of one. */
export const linkedLater: Act = async (trial) => {
  const { path, at } = trial;
  let other = Promise.resolve();
  if (chance(trial, 0.5)) {
    await runAt(trial, path, { trial: upTo(trial, 40) });
    linkSync(path, at('b.importjob'));
    await mustBeTold(trial, path, 'job-linked');
    await mustBeTold(trial, at('b.importjob'), 'job-linked');
  } else {
    atRequest(trial, upTo(trial, 8), () => {
      linkSync(path, at('b.importjob'));
      other = mustBeBusy(trial, at('b.importjob'), 'job-linked', 'job-busy');
    });
    await runAt(trial, path);
    await other;
  }
  const kept = chance(trial, 0.5) ? path : at('b.importjob');
  rmSync(kept === path ? at('b.importjob') : path);
  await finish(trial, kept);
};

/** A symbolic link is the job itself: at once the second is busy, one after the other they go on. */
export const symbolicLink: Act = async (trial) => {
  const { path, at } = trial;
  symlinkSync(path, at('s.importjob'));
  if (chance(trial, 0.5)) {
    const came = await both(trial, path, at('s.importjob'));
    if ([...came].sort().join() !== 'finished,job-busy') trial.problems.push(`a symbolic link: ${came.join(', ')}`);
  }
  await runAt(trial, at('s.importjob'), { trial: upTo(trial, 40) });
  await finish(trial, chance(trial, 0.5) ? path : at('s.importjob'));
};

/** Renamed in mid-run and run under its new name at the same time: busy. */
export const renamedInMidRun: Act = async (trial) => {
  const { path, at } = trial;
  let other = Promise.resolve();
  atRequest(trial, upTo(trial, 8), () => {
    renameSync(path, at('b.importjob'));
    other = mustBeBusy(trial, at('b.importjob'), 'job-busy');
  });
  await runAt(trial, path);
  await other;
  await finish(trial, at('b.importjob'));
};

/** Killed, moved to another folder, with its -wal or without, and run there with a request size of its own. */
export const movedAfterKill: Act = async (trial) => {
  const { path, at, server } = trial;
  server.setFaults({ rules: [{ kind: 'slow', ms: 20, when: chance(trial, 0.5) ? 'after' : 'before' }] });
  const args = ['run', path, '--url', server.url, '--streams', '2', '--chunk-profiles', String(limits.profiles)];
  const number = upTo(trial, 9);
  await cliProcess(args, { token: server.token, started: (child) => atRequest(trial, number, () => child.kill('SIGKILL')) });
  trial.onRequest = null;
  server.setFaults({ rules: [] });
  mkdirSync(at('elsewhere'));
  renameSync(path, at('elsewhere/a.importjob'));
  const wal = `${path}-wal`;
  if (existsSync(wal) && chance(trial, 0.5)) renameSync(wal, at('elsewhere/a.importjob-wal'));
  await finish(trial, at('elsewhere/a.importjob'), { limits: { ...limits, profiles: 3 + upTo(trial, 5) } });
};
