import type { EngineEvent } from '#contract/events.ts';
import type { EngineName } from '#contract/engine.ts';
import type { EngineWithReading } from '../engine/engineWithReading.ts';

/** What takes long and holds a job, beside its sending: nothing may end the program meanwhile. */
const long: ReadonlySet<EngineName> = new Set(['prepareJob', 'correctFromWorkbook', 'applyMend', 'exportTo', 'simulateInto', 'handOverTo', 'repairTo', 'undoTo', 'compareWith', 'runJob']);

export interface Work {
  /** The same, with what it is asked for noted. */
  readonly engine: EngineWithReading;
  /** Whether a job is being sent or prepared, here or by the command line, or waits for its turn; also where that cannot be told. */
  isGoingOn(): Promise<boolean>;
  /** To be called with every event of the engine. */
  hear(event: EngineEvent): void;
}

/** Watches what the engine does. `onBegin`: called as soon as a job begins to be prepared or sent. */
export function watchWork(engine: EngineWithReading, onBegin: () => void): Work {
  let underWay = 0;
  return {
    engine: {
      ...engine,
      async request(name, input) {
        if (!long.has(name)) return engine.request(name, input);
        underWay += 1;
        onBegin();
        try {
          return await engine.request(name, input);
        } finally {
          underWay -= 1;
        }
      },
    },
    async isGoingOn() {
      if (underWay > 0) return true;
      try {
        const [running, queued, listed] = await Promise.all([engine.request('runningJobs', {}), engine.request('queuedJobs', {}), engine.list({ look: true })]);
        return running.length > 0 || queued.length > 0 || listed.some(({ status }) => status?.state === 'running');
      } catch {
        return true;
      }
    },
    hear(event) {
      if (event.kind === 'job' && event.status.state === 'running') onBegin();
    },
  };
}
