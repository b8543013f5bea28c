import { readdirSync, readFileSync } from 'node:fs';

/** MB of memory that belongs to each process (PSS: what is shared counts by its share). */
export interface MemoryUse {
  readonly sum: number;
  /** Of the process that holds the job database. */
  readonly engine: number;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/** The parent is the second field behind the name, which may hold spaces. */
function processes(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? textOf(`/proc/${name}/stat`) : '';
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return stat === '' || Number.isNaN(parent) ? [] : [{ pid, parent }];
  });
}

/** Empty where the process has ended meanwhile. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A program's process and all that it started. */
export function familyOf(root: number): readonly number[] {
  const all = processes();
  const family = [root];
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member).map(({ pid }) => pid));
  return family;
}

const pssOf = (pid: number): number => Number(/^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1_000;

/** What a program and all that it started use now; `engine`: the process id of its engine. */
export function memoryOf(root: number, engine: number): MemoryUse {
  return { sum: familyOf(root).reduce((sum, pid) => sum + pssOf(pid), 0), engine: pssOf(engine) };
}
