import type { HostileAnswer } from './hostileAnswers.ts';
import { httpAnswer, rawServer, type RawRequest, type RawServer } from './rawServer.ts';

/** The platform with its memory of request ids; it answers as a hostile one until it is made well. */
export interface HostileServer extends RawServer {
  /** How often each profile was applied, by its Custom_ID. */
  readonly applied: ReadonlyMap<number, number>;
  /** From now on every request is answered as the platform does. */
  becomeWell(): void;
}

function keysOf(request: RawRequest): readonly number[] {
  const { data } = JSON.parse(request.body) as { readonly data: readonly { readonly Custom_ID: number }[] };
  return data.map(({ Custom_ID }) => Custom_ID);
}

export async function hostileServer({ bytes, applies }: HostileAnswer): Promise<HostileServer> {
  const applied = new Map<number, number>();
  const known = new Set<string>();
  let isWell = false;
  /** Gives whether it was known already. */
  const apply = (request: RawRequest): boolean => {
    const id = request.headers['request-id'] ?? '';
    if (known.has(id)) return true;
    known.add(id);
    for (const key of keysOf(request)) applied.set(key, (applied.get(key) ?? 0) + 1);
    return false;
  };
  const server = await rawServer((request, socket) => {
    if (!request.path.endsWith('/update_batch')) {
      socket.write(httpAnswer(404, ''));
      return;
    }
    if (isWell) {
      const headers: Record<string, string> = apply(request) ? { 'duplicate-request': 'true' } : {};
      const result = keysOf(request).map((key) => ({ error: 0, error_text: 'Successful operation', profile_id: `p${key}` }));
      socket.write(httpAnswer(200, JSON.stringify({ error: 0, error_text: '', result }), headers));
      return;
    }
    const answer = bytes(keysOf(request).length);
    if (applies) apply(request);
    if (answer === null) socket.destroy();
    else socket.write(answer);
  });
  return { ...server, applied, becomeWell: () => void (isWell = true) };
}
