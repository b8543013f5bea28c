import { z } from 'zod';
import { m } from '#messages';
import { grouped } from './counted.ts';
import { xmlProblemSchema, xmlProblemWords } from './xmlProblems.ts';

/**
 * What the program itself says where a job's file keeps the platform's words: why a row was never sent, where a request was
 * led. Kept as a code with its facts, since a file outlives the language that it was made in.
 */
const ownAnswerSchema = z.discriminatedUnion('why', [
  z.strictObject({ why: z.literal('too-large'), bytes: z.number(), limit: z.number() }),
  z.strictObject({ why: z.literal('no-xml'), problem: xmlProblemSchema }),
  z.strictObject({ why: z.literal('profile-lost') }),
  z.strictObject({ why: z.literal('answer-lost') }),
  z.strictObject({ why: z.literal('broker-too-large'), bytes: z.number(), limit: z.string() }),
  z.strictObject({ why: z.literal('redirected'), to: z.string().nullable() }),
]);
export type OwnAnswer = z.infer<typeof ownAnswerSchema>;

const mark = 'profile-importer:';

/** As it is kept in the place of the platform's words. */
export function ownAnswer(answer: OwnAnswer): string {
  return `${mark}${JSON.stringify(answer)}`;
}

/** What a job's file keeps as the platform's words, as a person reads it: these are left as they are. */
export function answerText(kept: string): string {
  const own = kept.startsWith(mark) ? parsed(kept.slice(mark.length)) : earlier(kept);
  return own === null ? kept : said(own);
}

function parsed(json: string): OwnAnswer | null {
  try {
    return ownAnswerSchema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    // Cut, or what belongs to a person was left out of it.
    return null;
  }
}

/** Earlier versions kept the English words. */
function earlier(kept: string): OwnAnswer | null {
  const [, bytes, limit] = /^not sent: this profile alone takes (\d+) bytes, more than a chunk of (\d+) bytes holds$/.exec(kept) ?? [];
  if (bytes !== undefined && limit !== undefined) return { why: 'too-large', bytes: Number(bytes), limit: Number(limit) };
  if (/^not sent: its profile was lost when the job’s file was damaged;/.test(kept)) return { why: 'profile-lost' };
  if (/^refused; what the platform said was lost when the job’s file was damaged$/.test(kept)) return { why: 'answer-lost' };
  const [, to] = /^redirected to (https?:\/\/\S+|another address)$/.exec(kept) ?? [];
  return to === undefined ? null : { why: 'redirected', to: to.startsWith('http') ? to : null };
}

function said(answer: OwnAnswer): string {
  switch (answer.why) {
    case 'too-large':
      return m.own_answers_too_large({ bytes: grouped(answer.bytes), limit: grouped(answer.limit) });
    case 'no-xml':
      return m.own_answers_no_xml({ problem: xmlProblemWords(answer.problem) });
    case 'profile-lost':
      return m.own_answers_profile_lost();
    case 'answer-lost':
      return m.own_answers_answer_lost();
    case 'broker-too-large':
      return m.broker_too_large({ bytes: grouped(answer.bytes), limit: answer.limit });
    case 'redirected':
      return answer.to === null ? m.own_answers_redirected_elsewhere() : m.own_answers_redirected({ to: answer.to });
  }
}
