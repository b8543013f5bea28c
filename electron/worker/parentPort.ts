import type { FromEngine, Port, ToEngine } from '#contract/engine.ts';

/** What Electron gives a utility process; described here because this folder does not import electron. */
interface ElectronPort {
  postMessage(message: FromEngine): void;
  on(event: 'message', listener: (event: { readonly data: ToEngine }) => void): unknown;
}

/** The way from this process to main. */
export function parentPort(): Port<FromEngine, ToEngine> {
  const port: ElectronPort = process.parentPort;
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => void port.on('message', (event) => listener(event.data)),
  };
}
