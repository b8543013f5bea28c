import { isLanguage, setLanguage } from '#contract/language.ts';
import { announcedFolder } from '#files/announcedJobs.ts';
import { createLog, logFolder } from '#files/log/log.ts';
import { kindOf, placesOf } from '#files/log/safe.ts';
import { listenToNotices } from '#files/notices.ts';
import { stateFolder } from '#files/stateFolder.ts';
import { threadReader } from '#engine/jobs/prepare/readerThread.ts';
import { createEngineHost } from './engineHost.ts';
import { noticeEvents } from './noticeEvents.ts';
import { parentPort } from './parentPort.ts';
import { serveEngine } from './serve.ts';

/** Entry of the engine's own process. Its arguments: the folder for catalogue and jobs, the bundle of the reading thread, the language. */
const [home, reader, language] = process.argv.slice(2);
if (isLanguage(language)) setLanguage(language);
if (home === undefined || reader === undefined) throw new Error('worker: the folder for catalogue and jobs, or the bundle of the reading thread, is missing');
const log = createLog({ folder: logFolder(), part: 'engine', now: () => new Date() });
const noteError = (error: unknown): void => log({ event: 'error', kind: kindOf(error), at: placesOf(error) });
process.on('uncaughtExceptionMonitor', noteError);
const port = parentPort();
listenToNotices(noticeEvents((event) => port.post({ kind: 'event', event })));
serveEngine(port, home, (surroundings) => createEngineHost({ ...surroundings, memoryFolder: stateFolder(), announced: announcedFolder(), reader: threadReader(reader) }), noteError);
