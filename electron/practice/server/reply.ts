import type { BatchResult } from '../platform/batch.ts';
import type { DamageRule } from '../faults.ts';
import { SUCCESS_TEXT, type Refusal } from '../platform/words.ts';

/** An answer before it goes out. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const SUCCESS = { error: 0, error_text: SUCCESS_TEXT } as const;

export function jsonReply(status: number, body: unknown): Reply {
  return textReply(status, JSON.stringify(body));
}

function textReply(status: number, body: string): Reply {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body };
}

/** Codes that HTTP does not know (440) are still three digits and travel as they are. */
export function refusalReply(refusal: Refusal, mode: 'paired' | 'always-200'): Reply {
  return jsonReply(mode === 'paired' ? refusal.code : 200, { error: refusal.code, error_text: refusal.text });
}

/** The kind of page that proxies in front of the platform answer with. */
export function htmlReply(status: number, title: string): Reply {
  const body = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers: { 'Content-Type': 'text/html' }, body };
}

/** The answer to a processed batch: one entry for each item in the order of the request, unless damaged on request. */
export function batchReply(result: BatchResult, profileId: (number: number) => string, damage: readonly DamageRule[]): Reply {
  const entries: string[] = [];
  const success = `{"error":0,"error_text":"${SUCCESS_TEXT}","profile_id":"`;
  for (let position = 0; position < result.profiles.length; position += 1) {
    const refusal = result.refused.get(position);
    entries.push(
      refusal === undefined
        ? `${success}${profileId(result.profiles[position] ?? 0)}"}`
        : `{"error":${refusal.code},"error_text":${JSON.stringify(refusal.text)},"profile_id":""}`,
    );
  }
  const shown = damage.reduce(damaged, entries);
  return textReply(200, `{"error":0,"error_text":"${SUCCESS_TEXT}","result":[${shown.join(',')}]}`);
}

function damaged(entries: string[], rule: DamageRule): string[] {
  switch (rule.kind) {
    case 'short-result':
      return entries.slice(0, Math.max(0, entries.length - rule.missing));
    case 'long-result':
      return [...entries, ...Array.from({ length: rule.extra }, () => JSON.stringify({ ...SUCCESS, profile_id: '0'.repeat(24) }))];
    case 'missing-answer':
      return entries.map((entry, position) => (rule.positions.includes(position) ? 'null' : entry));
  }
}
