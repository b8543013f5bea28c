import { z } from 'zod';
import { connectionColours, connectionKinds, mostAskedAbove } from './connectionMark.ts';

/** A ConnectionMark at the border and in the catalogue. */
export const markSchema = z.strictObject({
  kind: z.enum(connectionKinds),
  colour: z.enum(connectionColours),
  askAbove: z.int().min(0).max(mostAskedAbove).nullable(),
});
