/** One step from version - 1 to version. Numbers rise by one; a released step is never edited. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
