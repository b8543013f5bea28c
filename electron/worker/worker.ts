import type { FromEngine, ToEngine } from '#contract/engine.ts';
import { isLanguage, setLanguage } from '#contract/language.ts';
import { listenToNotices } from '#files/notices.ts';
import { stateFolder } from '#files/stateFolder.ts';
import { threadReader } from '#engine/jobs/prepare/readerThread.ts';
import { createEngineHost } from './engineHost.ts';
import { noticeEvents } from './noticeEvents.ts';
import { serveEngine } from './serve.ts';

/** What Electron gives a utility process; described here because this folder does not import electron. */
interface ParentPort {
  postMessage(message: FromEngine): void;
  on(event: 'message', listener: (event: { readonly data: ToEngine }) => void): unknown;
}

/** Entry of the engine's own process. Its arguments: the folder for catalogue and jobs, the bundle of the reading thread, the language. */
function start(parentPort: ParentPort, home: string, reader: string): void {
  const port = {
    post: (message: FromEngine) => parentPort.postMessage(message),
    listen: (listener: (message: ToEngine) => void) => void parentPort.on('message', (event) => listener(event.data)),
  };
  listenToNotices(noticeEvents((event) => port.post({ kind: 'event', event })));
  serveEngine(port, home, (surroundings) => createEngineHost({ ...surroundings, memoryFolder: stateFolder(), reader: threadReader(reader) }));
}

const [home, reader, language] = process.argv.slice(2);
if (isLanguage(language)) setLanguage(language);
if (home === undefined || reader === undefined) throw new Error('worker: the folder for catalogue and jobs, or the bundle of the reading thread, is missing');
start(process.parentPort, home, reader);
