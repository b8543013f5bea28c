import { existsSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { JobStatus } from '#contract/job.ts';
import { cli, cliProcess, type Ended } from '../cli.ts';
import { customRecipe } from '../jobs.ts';
import { between, jobIn, killedAfter, outcry, type Figures, type LaneOptions } from './lane.ts';

/** A CSV file of so many rows, and its recipe. */
function source(folder: string, rows: number): { readonly csv: string; readonly recipe: string } {
  const [csv, recipe] = [join(folder, 'source.csv'), join(folder, 'recipe.json')];
  const lines = Array.from({ length: rows }, (_, index) => `${index + 1};Анна ${index};anna${index}@example.com`);
  writeFileSync(csv, `Client No;Name;Email\r\n${lines.join('\r\n')}\r\n`);
  writeFileSync(recipe, JSON.stringify({ ...customRecipe, fields: [...customRecipe.fields, { field: 'name', type: 'string', column: 'Name' }] }));
  return { csv, recipe };
}

async function statusOf(job: string): Promise<JobStatus> {
  const status: JobStatus = JSON.parse((await cli(['status', job, '--json'])).out);
  return status;
}

/** Kills a command so many milliseconds after a file got its name: nothing may depend on what it does after that. */
async function killedOnceNamed(args: readonly string[], folder: string, name: string, ms: number): Promise<Ended> {
  const watcher = watch(folder);
  try {
    return await cliProcess(args, { started: (child) => void watcher.on('change', (_, named) => named === name && setTimeout(() => child.kill('SIGKILL'), ms)) });
  } finally {
    watcher.close();
  }
}

/** Kills `prepare` at random, every second time soon after the job got its name: under it there is nothing, or a job that is whole. */
export async function prepareLane({ folder, kills, random }: LaneOptions, rows = 30_000): Promise<Figures> {
  const { csv, recipe } = source(folder, rows);
  const problems: string[] = [];
  let done = 0;
  let jobs = 0;
  const killed = (args: readonly string[], job: string): Promise<Ended> =>
    done % 2 === 1 ? killedOnceNamed(args, folder, basename(job), between(random, 0, 15)) : killedAfter(args, between(random, 100, 1_600));
  while (done < kills) {
    jobs += 1;
    const job = jobIn(folder, `prepared-${jobs}`);
    const args = ['prepare', csv, '--recipe', recipe, '--job', job];
    for (;;) {
      const ended = done < kills ? await killed(args, job) : await cli(args);
      problems.push(...outcry(ended, 'prepare'));
      if (ended.signal !== 'SIGKILL') {
        if (ended.code !== 0) problems.push(`prepare ended with ${ended.code}: ${ended.err.slice(-300)}`);
        break;
      }
      done += 1;
      if (existsSync(job)) break;
    }
    const { state, counts, countsAddUp } = await statusOf(job);
    if (state !== 'ready' || !countsAddUp || counts.ready !== rows) problems.push(`a job that is not whole: ${JSON.stringify(counts)}`);
  }
  const strange = readdirSync(folder).filter((name) => !/^(source\.csv|recipe\.json|prepared-\d+\.importjob)$/.test(name));
  if (strange.length > 0) problems.push(`left behind: ${strange.join(', ')}`);
  return { lane: 'prepare', kills: done, live: 0, jobs, rows: rows * jobs, lost: 0, doubled: 0, problems };
}

/** Kills `export` at random: under the chosen name there is nothing, or all of it; what is left is swept by the next export. */
export async function exportLane({ folder, kills, random }: LaneOptions, rows = 30_000): Promise<Figures> {
  const { csv, recipe } = source(folder, rows);
  const job = jobIn(folder, 'exported');
  await cli(['prepare', csv, '--recipe', recipe, '--job', job]);
  const problems: string[] = [];
  const exportTo = (name: string): readonly string[] => ['export', job, '--rows', 'all', '--out', join(folder, name)];
  await cli(exportTo('whole.csv'));
  const whole = readFileSync(join(folder, 'whole.csv'));
  let done = 0;
  for (let number = 1; done < kills; number += 1) {
    const name = `out-${number}.${random() < 0.5 ? 'csv' : 'xlsx'}`;
    const ended = await killedAfter(exportTo(name), between(random, 150, 1_600));
    problems.push(...outcry(ended, 'export'));
    if (ended.signal === 'SIGKILL') done += 1;
    const isThere = existsSync(join(folder, name));
    if (isThere && name.endsWith('.csv') && !readFileSync(join(folder, name)).equals(whole)) problems.push(`${name} is not whole`);
    if (!isThere && ended.code === 0) problems.push(`${name} is missing`);
  }
  const last = await cli(exportTo('last.xlsx'));
  if (last.code !== 0) problems.push(`the last export ended with ${last.code}`);
  const strange = readdirSync(folder).filter((name) => !/^(source\.csv|recipe\.json|exported\.importjob|(whole|last|out-\d+)\.(csv|xlsx))$/.test(name));
  if (strange.length > 0) problems.push(`left behind: ${strange.join(', ')}`);
  return { lane: 'export', kills: done, live: 0, jobs: 1, rows, lost: 0, doubled: 0, problems };
}
