import { fileAt } from './fileIdentity.ts';

/** How often this process has each job file open, by the file's identity. */
const open = new Map<string, number>();

function keyOf(path: string): string | null {
  const file = fileAt(path);
  return file === null ? null : Object.values(file.identity).join(' ');
}

/**
 * Notes that this process has a job file open until what it gives is called. POSIX gives back all locks of a process on
 * a file once the process closes any descriptor of it (sqlite.org/howtocorrupt.html, 2.2), so a file that SQLite has open
 * here, or its -shm, must not be read besides.
 */
export function noteOpen(path: string): () => void {
  const key = keyOf(path);
  if (key === null) return () => undefined;
  open.set(key, (open.get(key) ?? 0) + 1);
  let isNoted = true;
  return () => {
    if (!isNoted) return;
    isNoted = false;
    const left = (open.get(key) ?? 1) - 1;
    if (left > 0) open.set(key, left);
    else open.delete(key);
  };
}

export function isOpenHere(path: string): boolean {
  const key = keyOf(path);
  return key !== null && open.has(key);
}
