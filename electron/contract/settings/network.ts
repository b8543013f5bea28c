import { z } from 'zod';

/**
 * How servers are reached: the section `network` of the settings and of a policy. A key that is added here is read from the
 * person's file and from every place of a policy by itself, and stands in the sample files for administrators.
 */
export const networkSchema = z.strictObject({});

export type NetworkSettings = z.output<typeof networkSchema>;
