import type { Reply } from '#contract/client.ts';
import type { EngineName, EngineOutput, EngineRequest, FromEngine, Port, ToEngine } from '#contract/engine.ts';
import { Fault, faultOf } from '#contract/faults.ts';
import type { EngineHost, MakeHost } from './host.ts';
import { portTransport } from './portTransport.ts';

/** Inside the generic, name and input are known to belong together; on the union of all requests they are not. */
async function call<Name extends EngineName>(host: Partial<EngineHost>, request: EngineRequest<Name>): Promise<EngineOutput<Name>> {
  const handler: ((input: EngineRequest<Name>['input']) => EngineOutput<Name> | Promise<EngineOutput<Name>>) | undefined = host[request.name];
  if (handler === undefined) throw new Fault('internal', { command: request.name });
  return handler(request.input);
}

async function replyTo(host: () => Partial<EngineHost>, request: EngineRequest, noteError: (error: unknown) => void): Promise<Reply<unknown>> {
  try {
    return { ok: true, value: await call(host(), request) };
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code === 'internal') noteError(fault.cause ?? error);
    return { ok: false, fault: fault.data };
  }
}

/**
 * Serves the engine over a port until the port closes: requests in, replies and events out, HTTP requests out
 * and their answers in. Says `ready` once it listens.
 * @param noteError hears of errors inside the program, of which the page is told the name alone
 */
export function serveEngine(port: Port<FromEngine, ToEngine>, home: string, makeHost: MakeHost, noteError: (error: unknown) => void = () => undefined): void {
  const { transport, receive } = portTransport((message) => port.post(message));
  let made: Partial<EngineHost> | null = null;
  // Made with the first request: a catalogue that cannot be opened is then told to the page with its own code.
  const host = (): Partial<EngineHost> => (made ??= makeHost({ home, transport, emit: (event) => port.post({ kind: 'event', event }) }));
  port.listen((message) => {
    if (message.kind !== 'request') return receive(message);
    void replyTo(host, message, noteError).then((reply) => port.post({ kind: 'reply', seq: message.seq, reply }));
  });
  port.post({ kind: 'ready' });
}
