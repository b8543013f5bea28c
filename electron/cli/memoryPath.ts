import { join } from 'node:path';
import { stateFolder } from '#files/stateFolder.ts';

/** What is remembered of lists, where the window keeps it too. */
export const memoryPath = (): string => join(stateFolder(), 'lists.sqlite');
