import type { FaultData } from './faults.ts';

/** What is known of a newer version, and what becomes of it. */
export type UpdateStep =
  /** Nobody has looked since the program's start. */
  | { readonly kind: 'resting' }
  | { readonly kind: 'looking' }
  /** There is none. */
  | { readonly kind: 'newest' }
  /** There is one; it is fetched when that is asked for, or installed by somebody else. */
  | { readonly kind: 'later'; readonly version: string }
  /** It is fetched as soon as no job is being sent or prepared. */
  | { readonly kind: 'waiting'; readonly version: string }
  | { readonly kind: 'fetching'; readonly version: string; readonly percent: number }
  /** It is installed when the program ends, or when that is asked for. */
  | { readonly kind: 'ready'; readonly version: string }
  /** `version`: which could not be fetched or installed; null where none was found. */
  | { readonly kind: 'failed'; readonly version: string | null; readonly fault: FaultData };

export interface UpdateState {
  /** The folder that newer versions are looked for in; null where there is none, or nothing to check it by: then nobody is asked. */
  readonly address: string | null;
  /** Whether this installation can be replaced by the program itself; else that is for a person or an administrator. */
  readonly canInstall: boolean;
  readonly step: UpdateStep;
}
