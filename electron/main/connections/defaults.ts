import { createHash } from 'node:crypto';
import { usualMarks } from '#contract/connectionMark.ts';
import type { StoredConnection } from '#contract/engine.ts';
import { fixedFault } from '#contract/policyFaults.ts';
import type { DefaultConnection } from '#contract/settings/settings.ts';
import { readBaseUrl } from '#contract/url.ts';
import type { Engine } from '../engine/engine.ts';

type Typed = Pick<StoredConnection, 'name' | 'baseUrl' | 'tokenInBody'>;

/** The connections that an administrator has set for everybody. */
export interface Defaults {
  /** All connections of the catalogue, with these among them as they are to be. */
  stored(): Promise<readonly StoredConnection[]>;
  has(connectionId: string): boolean;
  /** Fault setting-fixed where another name, address or way was typed. */
  mustBeSame(stored: Typed, typed: Typed): void;
}

/** By its address: a policy that names it otherwise leaves a person's token with it, and another address never gets it. */
const idOf = (baseUrl: string): string => `set-${createHash('sha256').update(baseUrl).digest('hex').slice(0, 24)}`;

function storedOf({ name, baseUrl, kind, tokenInBody }: DefaultConnection): StoredConnection {
  const reading = readBaseUrl(baseUrl);
  const url = reading.ok ? reading.url : baseUrl;
  return { connectionId: idOf(url), name, baseUrl: url, tokenInBody, format: 'json', practice: false, mark: usualMarks[kind] };
}

const isSame = (one: Typed, other: Typed): boolean => one.name === other.name && one.baseUrl === other.baseUrl && one.tokenInBody === other.tokenInBody;

/** Puts them into the catalogue when it is read first. One that is set no longer stays, as one of the person's own. */
export function createDefaults(engine: Pick<Engine, 'request'>, set: readonly DefaultConnection[]): Defaults {
  const wanted = new Map(set.map((each) => [storedOf(each).connectionId, storedOf(each)]));
  return {
    has: (connectionId) => wanted.has(connectionId),
    async stored() {
      const found = await engine.request('readConnections', {});
      const missing = [...wanted.values()].filter((each) => !found.some((one) => one.connectionId === each.connectionId && isSame(one, each)));
      for (const each of missing) await engine.request('writeConnection', each);
      return missing.length === 0 ? found : engine.request('readConnections', {});
    },
    mustBeSame(stored, typed) {
      if (!isSame(stored, typed)) throw fixedFault('defaultConnections');
    },
  };
}
