export { openSource } from './open.ts';
export { columnsOf, findHeaderRow } from './header.ts';
export { fingerprint, type Fingerprint } from './fingerprint.ts';
export type { OpenOptions, OpenSource, RowsOptions } from './types.ts';
