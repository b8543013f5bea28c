import { statSync, type BigIntStats } from 'node:fs';

/** Which file lies under a name, whatever the name. Numbers as text: they do not fit into a number. */
export interface FileIdentity {
  readonly dev: string;
  readonly ino: string;
  /** Nanoseconds since 1970; null where the file system does not keep when a file was made. */
  readonly born: string | null;
}

/** The identity of what lies at a path and how many names it has; null where nothing does. */
export function fileAt(path: string): { readonly identity: FileIdentity; readonly names: number } | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : { identity: identityOf(stat), names: Number(stat.nlink) };
}

/** Where a file system keeps no birth time, systems give the time of the last change in its place, which moves. */
function identityOf({ dev, ino, birthtimeNs, ctimeNs }: BigIntStats): FileIdentity {
  return { dev: String(dev), ino: String(ino), born: birthtimeNs > 0n && birthtimeNs !== ctimeNs ? String(birthtimeNs) : null };
}

/**
 * Whether two identities, of two moments, are of one file. The birth time tells a file from a later one with the same
 * inode; with it the device's number, which many systems give anew at each start, is not needed.
 */
export function sameFile(one: FileIdentity, other: FileIdentity): boolean {
  if (one.ino !== other.ino) return false;
  return one.born !== null && other.born !== null ? one.born === other.born : one.dev === other.dev;
}
