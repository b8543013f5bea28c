/** A job whose days are over. */
export interface ExpiringJob {
  readonly jobId: string;
  readonly name: string;
  /** ISO 8601. */
  readonly changedAt: string;
}

/** What is told before anything is deleted. */
export interface RetentionNotice {
  readonly jobs: readonly ExpiringJob[];
  /** When they are deleted, at the next look from then on (ISO 8601). */
  readonly at: string;
}

/** The jobs that were told of, as the settings keep them. */
export interface ToldJobs {
  readonly jobIds: readonly string[];
  readonly at: string;
}

const dayMs = 86_400_000;
/** A person has a day to put it off, and each time they do a week. */
export const noticeMs = dayMs;
export const postponedMs = 7 * dayMs;

export const retentionMoment = (now: number, days: number): number => now - days * dayMs;

/** What is to be deleted now, and what is told of: only what was told of before, long enough ago, is ever deleted. */
export function retentionStep(expiring: readonly ExpiringJob[], told: ToldJobs | undefined, now: number): { readonly due: readonly ExpiringJob[]; readonly notice: RetentionNotice | null } {
  const wasTold = new Set(told?.jobIds);
  const isDue = told !== undefined && now >= Date.parse(told.at);
  const due = isDue ? expiring.filter(({ jobId }) => wasTold.has(jobId)) : [];
  const left = isDue ? expiring.filter(({ jobId }) => !wasTold.has(jobId)) : expiring;
  if (left.length === 0) return { due, notice: null };
  const isNews = told === undefined || isDue || left.some(({ jobId }) => !wasTold.has(jobId));
  // Whoever is told of more has as long to read it.
  const at = isNews ? Math.max(now + noticeMs, told === undefined || isDue ? 0 : Date.parse(told.at)) : Date.parse(told.at);
  return { due, notice: { jobs: left, at: new Date(at).toISOString() } };
}
