import type { EngineInput, EngineName, EngineOutput, EngineRequest, HttpSend, ToEngine } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import { Fault } from '#contract/faults.ts';
import { attachEngineProcess, engineStopped, type EngineChild, type EngineProcess } from './engineProcess.ts';

export interface Engine {
  /** Rejects with the engine's Fault, or engine-stopped when its process ended before it answered. */
  request<Name extends EngineName>(name: Name, input: EngineInput<Name>): Promise<EngineOutput<Name>>;
  /** Starts its process now and not with the first request. */
  start(): void;
  /**
   * Has running jobs paused and everything closed. Chunks in flight get `waitMs`; after `waitMs + graceMs` the
   * process is ended whatever it does, which costs nothing but a settlement on the next start. No restart after it.
   */
  stop(bounds: StopBounds): Promise<void>;
}

/** Milliseconds. */
export interface StopBounds {
  readonly waitMs: number;
  readonly graceMs: number;
}

export interface EngineParts {
  readonly fork: () => EngineChild;
  readonly httpSend: HttpSend;
  readonly onEvent: (event: EngineEvent) => void;
}

interface Current {
  readonly engineProcess: EngineProcess;
  /** It has said that it serves. A process that never did is not started again by itself: it would go on for ever. */
  served: boolean;
}

/**
 * Starts the engine's process with the first request, starts it again when it dies, and tells the page that it
 * did. Requests that a dead process left unanswered are rejected, not repeated: only the page knows what they meant.
 */
export function createEngine({ fork, httpSend, onEvent }: EngineParts): Engine {
  let current: Current | null = null;
  let stopping = false;

  function begin(afterDeath: boolean): Current {
    const engineProcess = attachEngineProcess({
      child: fork(),
      httpSend,
      onEvent,
      onReady() {
        begun.served = true;
        if (afterDeath) onEvent({ kind: 'engine-restarted' });
      },
      onEnd() {
        current = begun.served && !stopping ? begin(true) : null;
      },
    });
    const begun: Current = { engineProcess, served: false };
    return begun;
  }

  return {
    start() {
      if (!stopping) current ??= begin(false);
    },
    async request(name, input) {
      if (stopping) throw new Fault('engine-stopped');
      current ??= begin(false);
      const reply = await current.engineProcess.ask((seq) => messageOf(name, seq, input));
      if (!reply.ok) throw new Fault(reply.fault.code, reply.fault.detail);
      return outputOf(name, reply.value);
    },
    async stop({ waitMs, graceMs }) {
      stopping = true;
      if (current === null) return;
      const { engineProcess } = current;
      let timer: NodeJS.Timeout | undefined;
      const bound = new Promise((resolve) => (timer = setTimeout(resolve, waitMs + graceMs, engineStopped)));
      await Promise.race([engineProcess.ask((seq) => messageOf('shutdown', seq, { waitMs })), bound]);
      clearTimeout(timer);
      engineProcess.kill();
    },
  };
}

// The two steps that the compiler cannot follow: that this name and this input, given together, are one of the
// requests, and that the engine's reply to a name is that name's output. Both ends are built from one table.
function messageOf<Name extends EngineName>(name: Name, seq: number, input: EngineInput<Name>): ToEngine {
  // oxlint-disable-next-line typescript/consistent-type-assertions
  return { kind: 'request', seq, name, input } as EngineRequest;
}

function outputOf<Name extends EngineName>(_name: Name, value: unknown): EngineOutput<Name> {
  // oxlint-disable-next-line typescript/consistent-type-assertions
  return value as EngineOutput<Name>;
}
