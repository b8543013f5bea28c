import { z } from 'zod';
import { mendsSchema } from '../mends.ts';
import { columnRef, strict } from './basics.ts';

/** What is done to the cells of a column before they are mapped; the cells that the job keeps stay as they were read. */
export const mendRuleSchema = strict({
  column: columnRef,
  do: mendsSchema.describe('What is done to a cell, one after another.'),
  when: z.enum(['invalid', 'always']).optional().describe(
    'invalid (the default): only to a cell that is wrong, and only where nothing is wrong with it any more by that; always: to every cell of the column, before anything else looks at it.',
  ),
});
