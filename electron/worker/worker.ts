import type { FromEngine, ToEngine } from '#contract/engine.ts';
import { createEngineHost } from './engineHost.ts';
import { serveEngine } from './serve.ts';

/** What Electron gives a utility process; described here because this folder does not import electron. */
interface ParentPort {
  postMessage(message: FromEngine): void;
  on(event: 'message', listener: (event: { readonly data: ToEngine }) => void): unknown;
}

/** Entry of the engine's own process. Its one argument is the folder for catalogue and jobs. */
function start(parentPort: ParentPort, home: string): void {
  const port = {
    post: (message: FromEngine) => parentPort.postMessage(message),
    listen: (listener: (message: ToEngine) => void) => void parentPort.on('message', (event) => listener(event.data)),
  };
  serveEngine(port, home, createEngineHost);
}

const home = process.argv[2];
if (home === undefined) throw new Error('worker: the folder for catalogue and jobs is missing');
start(process.parentPort, home);
