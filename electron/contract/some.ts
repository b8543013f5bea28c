/** How many there are, and the first of them. */
export interface Some<Each> {
  readonly count: number;
  readonly first: readonly Each[];
}
