import { z } from 'zod';
import { Fault } from '#contract/faults.ts';
import type { ProxyLogin } from '#network/proxyAddress.ts';
import type { Vault } from '../secrets/vault.ts';

/** Who asks for a login, and whether one that it was given was wrong. */
export interface LoginQuestion {
  /** Host and port. */
  readonly proxy: string;
  readonly refused: boolean;
}

export interface ProxyLogins {
  /** The login that a proxy is to be told; `refused`: the one that was given just now is not accepted. Null where there is none, and nobody gives one. */
  find(question: LoginQuestion): Promise<ProxyLogin | null>;
  /** What a person typed, or null; kept in the key store where that is wished. */
  answer(proxy: string, login: ProxyLogin | null, keep: boolean): void;
}

const keptLogin = z.object({ user: z.string(), password: z.string() });
const secretId = (proxy: string): string => `proxy:${proxy}`;

/**
 * Logins of proxies: asked for once however many requests wait, kept beside the tokens.
 * @param ask has the window ask; its answer comes by `answer`
 */
export function createProxyLogins(vault: Vault, ask: (question: LoginQuestion) => void): ProxyLogins {
  const known = new Map<string, ProxyLogin>();
  const asked = new Map<string, ((login: ProxyLogin | null) => void)[]>();

  function stored(proxy: string): ProxyLogin | null {
    const found = known.get(proxy);
    if (found !== undefined) return found;
    try {
      const kept = vault.get(secretId(proxy));
      const login = kept === null ? null : keptLogin.parse(JSON.parse(kept));
      if (login !== null) known.set(proxy, login);
      return login;
    } catch (error) {
      // A key store that is locked is no reason not to ask.
      if (error instanceof Fault || error instanceof z.ZodError || error instanceof SyntaxError) return null;
      throw error;
    }
  }

  return {
    find(question) {
      const waiting = asked.get(question.proxy);
      if (waiting !== undefined) return new Promise((resolve) => void waiting.push(resolve));
      const login = question.refused ? null : stored(question.proxy);
      if (login !== null) return Promise.resolve(login);
      return new Promise((resolve) => {
        asked.set(question.proxy, [resolve]);
        ask(question);
      });
    },
    answer(proxy, login, keep) {
      const waiting = asked.get(proxy);
      // Nobody has asked: a page may not put secrets into the key store by itself.
      if (waiting === undefined) return;
      asked.delete(proxy);
      if (login !== null) {
        known.set(proxy, login);
        if (keep) vault.put(secretId(proxy), JSON.stringify(login));
      }
      for (const settle of waiting) settle(login);
    },
  };
}
