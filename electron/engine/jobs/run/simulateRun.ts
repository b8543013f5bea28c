import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { WireFormat } from '#contract/job.ts';
import { bodyFrame, wireItems } from '../../api/frame.ts';
import type { Chunk } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { encodeRuns } from '../../store/runs.ts';
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

/**
 * Writes the bodies and the plan (plan.json) of what a run would send now to a new folder; the job stays as it
 * is and nothing is sent. A body is byte for byte the one of a run that sends its token in the header only:
 * the token is the one thing no file of ours may hold. Faults: output-exists, output-unwritable, job-state.
 */
export function simulateRun(file: JobFile, limits: ChunkLimits, out: string, wanted: WireFormat = 'json'): Simulation {
  const job = file.job.read();
  if (job === null || job.state === 'preparing') throw new Fault('job-state', { state: 'preparing', event: 'simulate' });
  makeFolder(out);
  const { chunks, setAside, format } = planOnly(file, limits, wanted);
  const { head, tail } = bodyFrame(job.recipe.request, null, format);
  const simulated = chunks.map((chunk, index): SimulatedChunk => {
    const body = Buffer.concat([head, ...wireItems(file.items.pieces(chunk.members), format), tail]);
    const name = `request-${String(index + 1).padStart(5, '0')}.${format}`;
    writeFileSync(join(out, name), body);
    return { file: name, profiles: chunk.profiles, bytes: body.length, positions: encodeRuns(chunk.members) };
  });
  const simulation = { chunks: simulated, profiles: simulated.reduce((sum, { profiles }) => sum + profiles, 0), setAside };
  writeFileSync(join(out, 'plan.json'), `${JSON.stringify({ limits, ...simulation }, null, 2)}\n`);
  return simulation;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new Fault(exists ? 'output-exists' : 'output-unwritable', { file: basename(path) }, { cause: error });
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
      let ids = 0;
      if (job !== null) format = planRound(file, job, { limits, format: wanted, newId: () => `simulated-${(ids += 1)}` });
      chunks = file.chunks.open();
      setAside = file.states.count().failed - before;
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return { chunks, setAside, format };
}
