import { basename, join } from 'node:path';
import type { EngineInput, EngineOutput } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import type { WireFormat } from '#contract/job.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { simulateRun, type SimulateOptions, type Simulation } from '#engine/jobs/run/simulateRun.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { JobRegistry } from './jobRegistry.ts';
import { createStoppable } from './underWay.ts';

/** Simulations of jobs into folders of the operator's choice. */
export interface Simulations {
  /** Makes a new folder in the one given. Faults as simulateRun, job-missing, connection-missing. */
  write(input: EngineInput<'simulateInto'>): Promise<EngineOutput<'simulateInto'>>;
  /** Stops those under way and waits until what they wrote is gone. */
  stop(): Promise<void>;
}

export function createSimulations(registry: JobRegistry): Simulations {
  const { signal, track, stop } = createStoppable();

  async function write({ jobId, connectionId, chunkProfiles, chunkBytes, folder }: EngineInput<'simulateInto'>): Promise<EngineOutput<'simulateInto'>> {
    // A connection of its own: bodies are read one by one, and a run must not wait for that.
    const file = openJob(registry.pathOf(jobId));
    try {
      const format = connectionId === undefined ? file.job.format() : formatOf(registry, connectionId);
      const limits = { profiles: chunkProfiles, bytes: chunkBytes };
      const { name, simulation } = await intoNewFolder(file, folder, { limits, format, signal });
      return { name, requests: simulation.chunks.length, profiles: simulation.profiles, setAside: simulation.setAside };
    } finally {
      file.close();
    }
  }

  return {
    write: (input) => track(write(input)),
    stop,
  };
}

/** No token is needed to know what a connection's jobs are written in. */
function formatOf({ catalogue }: JobRegistry, connectionId: string): WireFormat {
  const connection = catalogue.connections().find((known) => known.connectionId === connectionId);
  if (connection === undefined) throw new Fault('connection-missing');
  return connection.format;
}

/** `clients simulation`, or `clients simulation 2` where there is one already: nothing is ever written over. */
async function intoNewFolder(file: JobFile, folder: string, options: Omit<SimulateOptions, 'out'>): Promise<{ readonly name: string; readonly simulation: Simulation }> {
  const wanted = `${plainName(file.job.read()?.source?.name ?? 'job')} simulation`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    try {
      return { name, simulation: await simulateRun(file, { ...options, out: join(folder, name) }) };
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'output-exists') throw error;
    }
  }
}

/** The source's name without its ending, as any system takes it for a folder: the job may come from another one. */
function plainName(source: string): string {
  return basename(source).replace(/\.[^.]*$/, '').replace(/[\p{Cc}<>:"/\\|?*]/gu, '_').slice(0, 80).trim() || 'job';
}
