import { announcedFolder } from '#files/announcedJobs.ts';
import { createReadingHost } from './readingHost.ts';
import { parentPort } from './parentPort.ts';
import { serveEngine } from './serve.ts';

/** Entry of the process that only reads. Its argument: the folder for catalogue and jobs. */
const [home] = process.argv.slice(2);
if (home === undefined) throw new Error('reading: the folder for catalogue and jobs is missing');
serveEngine(parentPort(), home, (surroundings) => createReadingHost({ ...surroundings, announced: announcedFolder() }));
