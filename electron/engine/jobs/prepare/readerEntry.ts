import module from 'node:module';
import { parentPort } from 'node:worker_threads';

// Entry of the thread that reads sources; see readerThread.ts. Run from the sources, it would compile all of them anew
// for every workbook; the Node of an older Electron, which runs the bundle, has no such cache.
if ('enableCompileCache' in module) module.enableCompileCache();
void import('./readerThread.ts').then(({ serveReader }) => {
  if (parentPort !== null) serveReader(parentPort);
});
