import type { z } from 'zod';

/** One command of the border: the schema of its input, and the type of its answer. */
export function command<Input extends z.ZodType>(input: Input) {
  return <Output>(): { readonly input: Input; readonly output?: Output } => ({ input });
}
