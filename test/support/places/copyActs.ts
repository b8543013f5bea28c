import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, watch } from 'node:fs';
import { Fault } from '#contract/faults.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { handOver } from '#engine/jobs/handOver.ts';
import { openHost, still, type OpenHost } from '../../worker/openHost.ts';
import { cliProcess } from '../cli.ts';
import { atRequest, chance, finish, limits, mustBeTold, opened, refused, runAt, someRequests, statusAt, upTo, type Act, type Trial } from './trial.ts';

async function runInWindow(trial: Trial, host: OpenHost, jobId: string, sendOnly?: number): Promise<string> {
  const access = { baseUrl: trial.server.url, token: trial.server.token, tokenInBody: true };
  const ended = host.next(still);
  try {
    await host.ask('runJob', { jobId, access, streams: 2, chunkProfiles: limits.profiles, chunkBytes: limits.bytes, pauseWhenRefused: null, trial: sendOnly });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refused(trial, error);
  }
  return (await ended).state;
}

/** A copy opened in the window beside its original, before and after a restart: told, and an entry of its own. */
export const copyInWindow: Act = async (trial) => {
  const { path, at, server } = trial;
  const begun = chance(trial, 0.5);
  let host = openHost(at('home'));
  try {
    const { jobId } = await host.ask('openJobFile', { path });
    if (begun) await runInWindow(trial, host, jobId, someRequests(trial));
    copyFileSync(path, at('copy.importjob'));
    const copy = await host.ask('openJobFile', { path: at('copy.importjob') });
    const runsCopy = async (): Promise<void> => {
      const before = server.journal.summary().requests;
      if ((await runInWindow(trial, host, copy.jobId)) !== 'job-elsewhere') trial.problems.push('the window ran a copy');
      if (server.journal.summary().requests > before) trial.counted.silent += 1;
    };
    await runsCopy();
    await host.ask('shutdown', { waitMs: 0 });
    host = openHost(at('home'));
    const listed = await host.ask('listJobs', {});
    if (new Set(listed.map((job) => job.jobId)).size !== 2) trial.problems.push(`${listed.length} entries for a job and its copy`);
    await runsCopy();
    if ((await runInWindow(trial, host, jobId)) !== 'finished') trial.problems.push('the original did not end');
    await runsCopy();
  } finally {
    await host.ask('shutdown', { waitMs: 0 });
  }
};

/** A copy that is told about and then taken over: the same requests have the same ids, whatever the original has sent. */
export const copyTakenOver: Act = async (trial) => {
  const { path, at } = trial;
  if (chance(trial, 0.5)) await runAt(trial, path, { trial: someRequests(trial) });
  copyFileSync(path, at('copy.importjob'));
  if (chance(trial, 0.5)) await finish(trial, path);
  await mustBeTold(trial, at('copy.importjob'), 'job-elsewhere');
  await finish(trial, at('copy.importjob'));
};

const puttingBack: readonly ((backup: string, path: string) => void)[] = [
  (backup, path) => copyFileSync(backup, path),
  (backup, path) => renameSync(backup, path),
  (backup, path) => {
    rmSync(path);
    copyFileSync(backup, path);
  },
];

function putBack(trial: Trial): void {
  puttingBack[Math.floor(trial.random() * puttingBack.length)]?.(trial.at('backup'), trial.path);
}

export const backupBeforeFirstRun: Act = async (trial) => {
  copyFileSync(trial.path, trial.at('backup'));
  await runAt(trial, trial.path, chance(trial, 0.5) ? { trial: someRequests(trial) } : {});
  putBack(trial);
  await mustBeTold(trial, trial.path, 'job-elsewhere');
  await finish(trial, trial.path);
};

export const backupInMidRun: Act = async (trial) => {
  atRequest(trial, upTo(trial, 9), () => {
    copyFileSync(trial.path, trial.at('backup'));
  });
  await runAt(trial, trial.path, chance(trial, 0.5) ? {} : { trial: 50 });
  trial.onRequest = null;
  putBack(trial);
  await mustBeTold(trial, trial.path, 'job-elsewhere');
  await finish(trial, trial.path);
};

/** There is nothing left to send, and nothing is. */
export const backupAfterEnd: Act = async (trial) => {
  await finish(trial, trial.path);
  const sent = trial.server.journal.summary().requests;
  copyFileSync(trial.path, trial.at('backup'));
  putBack(trial);
  await finish(trial, trial.path);
  if (trial.server.journal.summary().requests !== sent) trial.counted.silent += 1;
};

/** Kills the command at a change of the folder that it works in, or a moment later. */
async function killedHandover(trial: Trial, to: string): Promise<void> {
  const [number, delay] = [upTo(trial, 14), Math.floor(trial.random() * 6)];
  let left = number;
  let kill = (): void => undefined;
  const watcher = watch(trial.at('stick'), () => {
    left -= 1;
    if (left === 0) setTimeout(() => kill(), delay);
  });
  const own = watch(trial.folder, () => {
    left -= 1;
    if (left === 0) setTimeout(() => kill(), delay);
  });
  try {
    await cliProcess(['handover', trial.path, to], { started: (child) => (kill = () => void child.kill('SIGKILL')) });
  } finally {
    watcher.close();
    own.close();
  }
}

async function canSend(path: string): Promise<boolean> {
  try {
    return existsSync(path) && (await statusAt(path)).state !== 'handed-over';
  } catch (error) {
    // A copy that is not whole is no job.
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** Killed wherever it stands: at most one of the files sends, and the same command ends it. */
export const killedWhileHandedOver: Act = async (trial) => {
  const { path, at } = trial;
  mkdirSync(at('stick'));
  const to = at('stick/b.importjob');
  if (chance(trial, 0.5)) await runAt(trial, path, { trial: upTo(trial, 40) });
  await killedHandover(trial, to);
  const able = [await canSend(path), await canSend(to), await canSend(`${to}-handover`)].filter(Boolean).length;
  if (able > 1) trial.problems.push(`${able} files can send after a kill`);
  const { handedOver } = await statusAt(path);
  if (able === 0 && handedOver === null) trial.problems.push('no file can send, and none says why');
  if (handedOver !== null) await mustBeTold(trial, path, 'job-handed-over');
  if (handedOver?.step !== 'done') await opened(path, (file) => handOver(file, { to, clock: systemClock }));
  await finish(trial, to);
  await mustBeTold(trial, path, 'job-handed-over');
};
