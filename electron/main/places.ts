import { join } from 'node:path';
import { stateFolder } from '#files/stateFolder.ts';

/** Where the parts of the program and its data lie. */
export interface Places {
  readonly home: string;
  /** Catalogue and job files. */
  readonly data: string;
  readonly secrets: string;
  /** When the program that runs has last heard of a later start. */
  readonly heard: string;
  /** What was chosen for the window. */
  readonly settings: string;
  /** The files that were taken lately. */
  readonly recent: string;
  readonly preload: string;
  readonly worker: string;
  /** The process that only reads jobs. */
  readonly reading: string;
  /** The thread in which the worker reads sources. */
  readonly reader: string;
  readonly practice: string;
  readonly page: string;
  /** What fetches and installs newer versions. */
  readonly updater: string;
  /** What was set when the program was built. */
  readonly build: string;
  /** Names, versions and licences of the packages in the bundles. */
  readonly packages: string;
  /** The texts of their licences, one under the other. */
  readonly licences: string;
}

/**
 * @param dist folder of the bundles: dist/ while developing, inside the archive when packed
 * @param home folder for what the program keeps
 */
export function placesOf(dist: string, home: string): Places {
  return {
    home,
    data: join(home, 'data'),
    secrets: join(home, 'secrets.json'),
    heard: join(home, 'heard'),
    settings: join(home, 'settings.json'),
    recent: join(stateFolder(), 'recent.json'),
    preload: join(dist, 'preload', 'preload.cjs'),
    worker: join(dist, 'worker', 'worker.cjs'),
    reading: join(dist, 'worker', 'reading.cjs'),
    reader: join(dist, 'worker', 'reader.cjs'),
    practice: join(dist, 'practice', 'serve.cjs'),
    page: join(dist, 'renderer'),
    updater: join(dist, 'updates', 'updater.cjs'),
    build: join(dist, 'build.json'),
    packages: join(dist, 'packages.json'),
    licences: join(dist, 'licences.txt'),
  };
}
