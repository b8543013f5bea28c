import type { EngineInput, EngineName, EngineOutput } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { JobStatus } from '#contract/job.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { createEngineHost } from '../../electron/worker/engineHost.ts';

/** The engine's host over a folder, asked as main asks it, with its events kept. */
export interface OpenHost {
  /** Rejects with whatever the command throws. */
  ask<Name extends EngineName>(name: Name, input: EngineInput<Name>): Promise<EngineOutput<Name>>;
  readonly events: readonly EngineEvent[];
  /** The status in the next job event that matches. */
  next(matches: (status: JobStatus) => boolean): Promise<JobStatus>;
  /** Resolves with the next event of the kind. */
  hears(kind: EngineEvent['kind']): Promise<void>;
}

export function openHost(home: string, announced?: string): OpenHost {
  const events: EngineEvent[] = [];
  const waiting: { matches: (status: JobStatus) => boolean; resolve: (status: JobStatus) => void }[] = [];
  const hearing: { kind: EngineEvent['kind']; resolve: () => void }[] = [];
  const host = createEngineHost({
    home,
    announced,
    transport: nodeTransport(),
    emit(event) {
      events.push(event);
      for (const each of hearing) if (each.kind === event.kind) each.resolve();
      if (event.kind !== 'job') return;
      for (const each of waiting) if (each.matches(event.status)) each.resolve(event.status);
    },
  });
  return {
    ask: async (name, input) => host[name](input),
    events,
    next: (matches) => new Promise((resolve) => waiting.push({ matches, resolve })),
    hears: (kind) => new Promise((resolve) => hearing.push({ kind, resolve })),
  };
}

/** A job that does not run, or not any more. */
export const still = (status: JobStatus): boolean => status.state !== 'running';
