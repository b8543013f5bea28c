/** What is known of a job without a look at its rows: for whoever is to find out what went wrong. */
export interface JobFigures {
  readonly jobId: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Of the file, and of its journal; null where it is not there. */
  readonly bytes: number | null;
  readonly journalBytes: number | null;
  /** As last seen; null where it never was. */
  readonly state: string | null;
  readonly pause: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly attempts: number | null;
}
