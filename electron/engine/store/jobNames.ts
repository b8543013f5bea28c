/** Whether a name in a folder of jobs is that of a job in the making, and of which; null for all other names. */
export function jobInTheMaking(name: string): string | null {
  return name.endsWith('.importjob-new') ? name.slice(0, -'-new'.length) : null;
}

/** Of which job, that is gone, a name in a folder of jobs is the rest; null for all other names. */
export function restOfJob(name: string): string | null {
  return /^(.*\.importjob)-(?:wal|shm|deleted)$/.exec(name)?.[1] ?? null;
}
