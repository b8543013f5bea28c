import type { FromEngine, ToEngine } from '#contract/engine.ts';
import type { FaultData } from '#contract/faults.ts';
import type { EngineChild } from '../../electron/main/engine/engineProcess.ts';

/** A process that a test drives by hand. */
export class FakeChild implements EngineChild {
  readonly posted: ToEngine[] = [];
  killed = 0;
  private heard: (message: FromEngine) => void = () => undefined;
  private exited: () => void = () => undefined;

  post(message: ToEngine): void {
    this.posted.push(message);
  }
  listen(listener: (message: FromEngine) => void): void {
    this.heard = listener;
  }
  onExit(listener: () => void): void {
    this.exited = listener;
  }
  kill(): void {
    this.killed += 1;
    this.exited();
  }
  say(message: FromEngine): void {
    this.heard(message);
  }
  die(): void {
    this.exited();
  }
  requests() {
    return this.posted.filter((message) => message.kind === 'request');
  }
  /** The last request is refused. */
  refuse(fault: FaultData): void {
    this.say({ kind: 'reply', seq: this.requests().at(-1)!.seq, reply: { ok: false, fault } });
  }
  reply(value: unknown): void {
    this.say({ kind: 'reply', seq: this.requests().at(-1)!.seq, reply: { ok: true, value } });
  }
}
