/** The thread that reads sources. */
export const readerEntry = new URL('../engine/jobs/prepare/readerEntry.ts', import.meta.url);
