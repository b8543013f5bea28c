export { openSource } from './open.ts';
export { columnsOf } from './header.ts';
export { guessHeader } from './headerGuess.ts';
export { fingerprint, type Fingerprint } from './fingerprint.ts';
export type { OpenOptions, OpenSource, RowsOptions } from './types.ts';
export { encodingName, encodingNames } from './csv/encodingName.ts';
