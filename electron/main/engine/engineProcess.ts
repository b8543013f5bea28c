import type { Reply } from '#contract/client.ts';
import type { FromEngine, HttpRequest, HttpSend, Port, ToEngine } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';

/** The engine's process as main holds it. */
export interface EngineChild extends Port<ToEngine, FromEngine> {
  onExit(listener: () => void): void;
  kill(): void;
}

/** One process of the engine from its start to its end. */
export interface EngineProcess {
  /** Posts the message made with a new number; the reply to that number, or engine-stopped when the process ends first. */
  ask(message: (seq: number) => ToEngine): Promise<Reply<unknown>>;
  kill(): void;
}

export interface EngineProcessParts {
  readonly child: EngineChild;
  readonly httpSend: HttpSend;
  readonly onEvent: (event: EngineEvent) => void;
  readonly onReady: () => void;
  readonly onEnd: () => void;
}

export const engineStopped: Reply<never> = { ok: false, fault: { code: 'engine-stopped', detail: {} } };

/** Listens to a process just started: hands replies to who asked, events on, and carries its HTTP requests out. */
export function attachEngineProcess({ child, httpSend, onEvent, onReady, onEnd }: EngineProcessParts): EngineProcess {
  const waiting = new Map<number, (reply: Reply<unknown>) => void>();
  const requests = new Map<number, AbortController>();
  let lastSeq = 0;
  let ended = false;

  async function sendFor(id: number, request: HttpRequest): Promise<void> {
    const abort = new AbortController();
    requests.set(id, abort);
    const outcome = await httpSend(request, abort.signal);
    requests.delete(id);
    if (ended) return;
    child.post(outcome.ok ? { kind: 'http-answer', id, answer: outcome.answer } : { kind: 'http-failure', id, failure: outcome.failure });
  }

  function receive(message: FromEngine): void {
    switch (message.kind) {
      case 'ready':
        return onReady();
      case 'event':
        return onEvent(message.event);
      case 'reply':
        waiting.get(message.seq)?.(message.reply);
        waiting.delete(message.seq);
        return;
      case 'http':
        return void sendFor(message.id, message.request);
      case 'http-abort':
        requests.get(message.id)?.abort();
    }
  }

  child.listen(receive);
  child.onExit(() => {
    ended = true;
    for (const settle of waiting.values()) settle(engineStopped);
    for (const abort of requests.values()) abort.abort();
    onEnd();
  });

  return {
    async ask(message) {
      if (ended) return engineStopped;
      const seq = (lastSeq += 1);
      return new Promise((resolve) => {
        waiting.set(seq, resolve);
        child.post(message(seq));
      });
    },
    kill: () => child.kill(),
  };
}
