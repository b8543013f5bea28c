import { existsSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { ownerOnly } from '#files/owner.ts';
import { removeFile, replaceFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import type { WireFormat } from '#contract/job.ts';
import type { RequestFrame } from '#contract/recipe.ts';
import { bodyFrame, wireItems } from '../../api/frame.ts';
import type { Chunk } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { encodeRuns } from '../../store/runs.ts';
import { placeBeside } from '../leftovers.ts';
import type { ChunkLimits } from './plan.ts';
import { planRound } from './planRound.ts';

export interface SimulatedChunk {
  /** Name of the file that holds its body. */
  readonly file: string;
  readonly profiles: number;
  /** Of the body, without the token. */
  readonly bytes: number;
  /** Positions of its rows among the rows read, as runs: "1-500,502". */
  readonly positions: string;
}

export interface Simulation {
  readonly chunks: readonly SimulatedChunk[];
  readonly profiles: number;
  /** Rows that fit into no request under these limits. */
  readonly setAside: number;
}

export interface SimulateOptions {
  readonly limits: ChunkLimits;
  /** What requests are to be written in; the plan may have to keep to another form, as planRound tells. */
  readonly format: WireFormat;
  /** The folder to make; its parent is there. */
  readonly out: string;
  /** Aborted: nothing is left of the simulation; Fault cancelled. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the bodies and the plan (plan.json) of what a run would send now to a new folder, which has its name when it is whole; the job stays as it
 * is and nothing is sent. A body is byte for byte the one of a run that sends its token in the header only:
 * the token is the one thing no file of ours may hold. Others in this process get their turn after each body; where
 * it fails, the folder is gone again. Faults: output-exists, output-unwritable, disk-full, job-state, recipe-invalid, cancelled.
 */
export async function simulateRun(file: JobFile, options: SimulateOptions): Promise<Simulation> {
  file.check();
  const job = file.job.read();
  if (job === null || job.state === 'preparing') throw new Fault('job-state', { state: 'preparing', event: 'simulate' });
  mustBeFree(options.out);
  const beside = placeBeside(options.out, 'simulation');
  try {
    makeFolder(beside.path, options.out);
    const simulation = await writeAll(file, job.recipe.request, { ...options, out: beside.path });
    await giveName(beside.path, options.out);
    beside.done();
    return simulation;
  } catch (error) {
    discard(beside);
    throw error;
  }
}

/** What the simulation failed of is what must be told, also where its folder cannot be taken away now. */
function discard(beside: ReturnType<typeof placeBeside>): void {
  try {
    removeFile(beside.path);
    beside.done();
  } catch {
    beside.leave();
  }
}

function mustBeFree(path: string): void {
  if (existsSync(path)) throw new Fault('output-exists', { file: basename(path) });
}

async function giveName(made: string, path: string): Promise<void> {
  mustBeFree(path);
  try {
    await replaceFile(made, path);
  } catch (error) {
    throw writeFault(error, { file: basename(path) });
  }
}

async function writeAll(file: JobFile, request: RequestFrame, { limits, format: wanted, out, signal }: SimulateOptions): Promise<Simulation> {
  const { chunks, setAside, format } = planOnly(file, limits, wanted);
  const { head, tail } = bodyFrame(request, null, format);
  const simulated: SimulatedChunk[] = [];
  for (const { members, profiles } of chunks) {
    if (signal?.aborted === true) throw new Fault('cancelled');
    const body = Buffer.concat([head, ...wireItems(file.items.pieces(members), format).map(({ bytes }) => bytes), tail]);
    const name = `request-${String(simulated.length + 1).padStart(5, '0')}.${format}`;
    await write(out, name, body);
    simulated.push({ file: name, profiles, bytes: body.length, positions: encodeRuns(members) });
  }
  const simulation = { chunks: simulated, profiles: simulated.reduce((sum, { profiles }) => sum + profiles, 0), setAside };
  await write(out, 'plan.json', `${JSON.stringify({ limits, ...simulation }, null, 2)}\n`);
  return simulation;
}

async function write(folder: string, name: string, content: string | Buffer): Promise<void> {
  try {
    await writeFile(join(folder, name), content, { flag: 'wx', mode: ownerOnly.file });
  } catch (error) {
    throw writeFault(error, { file: name });
  }
}

function makeFolder(path: string, out: string): void {
  try {
    mkdirSync(path, ownerOnly.folder);
  } catch (error) {
    throw writeFault(error, { file: basename(out) });
  }
}

/** Thrown to undo the plan once it has been read. */
class Undo extends Error {}

/** The very plan of a run, made by the same code, then undone: it cannot differ from the real one. */
interface Planned {
  readonly chunks: readonly Chunk[];
  readonly setAside: number;
  readonly format: WireFormat;
}

function planOnly(file: JobFile, limits: ChunkLimits, wanted: WireFormat): Planned {
  let format = wanted;
  let chunks: readonly Chunk[] = [];
  let setAside = 0;
  try {
    file.transaction(() => {
      const job = file.job.read();
      const before = file.states.count().failed;
      if (job !== null) format = planRound(file, job, { limits, format: wanted });
      chunks = file.chunks.open();
      setAside = file.states.count().failed - before;
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return { chunks, setAside, format };
}
