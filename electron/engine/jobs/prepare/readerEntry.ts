import { parentPort } from 'node:worker_threads';
import { serveReader } from './readerThread.ts';

// Entry of the thread that reads sources; see readerThread.ts.
if (parentPort !== null) serveReader(parentPort);
