import type { OfferedFile } from './answers.ts';
import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import type { EngineEvent } from './events.ts';
import { Fault, type FaultData } from './faults.ts';

export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: FaultData };

/** The two things a host has to offer; the page never learns whether that is Electron, a fake or Node. */
export interface Transport {
  invoke<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Reply<CommandOutput<Name>>>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** A file dropped on the page or picked by it: only the host can turn it into a path. */
  offerFile(file: unknown): Promise<Reply<OfferedFile>>;
}

export interface Client {
  /** Resolves with the answer or rejects with a Fault. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>;
  offerFile(file: unknown): Promise<OfferedFile>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

function unwrap<Value>(reply: Reply<Value>): Value {
  if (reply.ok) return reply.value;
  throw new Fault(reply.fault.code, reply.fault.detail);
}

export function createClient(transport: Transport): Client {
  return {
    call: async (name, input) => unwrap(await transport.invoke(name, input)),
    offerFile: async (file) => unwrap(await transport.offerFile(file)),
    subscribe: (listener) => transport.subscribe(listener),
  };
}
