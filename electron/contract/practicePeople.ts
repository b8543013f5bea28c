/** Somebody whom the practice server knows, by a number from 1 on; see electron/practice/platform/population.ts. */
export interface PracticePerson {
  readonly customId: number;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
}

/** The person of a number: all that a list for practising needs, and all by which the practice server finds people. */
export function practicePerson(number: number): PracticePerson {
  return { customId: number, email: `user${number}@example.com`, phone: `+7900${String(number).padStart(7, '0')}` };
}

/** The database of the practice server that its samples are for. */
export const practiceDatabase = 7;
