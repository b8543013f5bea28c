import { app } from 'electron';
import { filesIn } from './openedFiles.ts';

/** What the system asks to be opened: by this start, by a later one, and on macOS by an event. */
export interface AskedFiles {
  /** Called with files from now on, and with those so far; a later start without one gives none. */
  listen(listener: (files: readonly string[]) => void): void;
}

/** To be called before the application is ready: on macOS files come before that. */
export function askedFiles(first: readonly string[]): AskedFiles {
  const early = [...first];
  let tell = (files: readonly string[]): void => void early.push(...files);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    tell([path]);
  });
  // By the words of that start and its folder: data of ours beside them arrive now and then as null.
  app.on('second-instance', (_event, argv, folder) => tell(filesIn(argv, folder)));
  return {
    listen(listener) {
      tell = listener;
      if (early.length > 0) listener(early);
    },
  };
}
