import { z } from 'zod';
import { m } from '#messages';

/** Why a part of a profile, or of a request, cannot be said in XML. It holds names of fields and no values. */
export const xmlProblemSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('bad-name'), name: z.string() }),
  z.strictObject({ is: z.literal('too-deep') }),
  z.strictObject({ is: z.literal('list-in-list'), name: z.string() }),
  z.strictObject({ is: z.literal('empty-alone'), name: z.string() }),
  z.strictObject({ is: z.literal('null'), name: z.string() }),
]);
export type XmlProblem = z.infer<typeof xmlProblemSchema>;

/** The same as a person reads it, for the end of a sentence. */
export function xmlProblemWords(problem: XmlProblem): string {
  switch (problem.is) {
    case 'bad-name':
      return m.xml_bad_name({ name: JSON.stringify(problem.name) });
    case 'too-deep':
      return m.xml_too_deep();
    case 'list-in-list':
      return m.xml_list_in_list({ name: problem.name });
    case 'empty-alone':
      return m.xml_empty_alone({ name: problem.name });
    case 'null':
      return m.xml_null({ name: problem.name });
  }
}
