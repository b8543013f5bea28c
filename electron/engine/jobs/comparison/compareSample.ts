import type { ComparedRow, ComparisonProgress } from '#contract/comparison.ts';
import { Fault, faultOf } from '#contract/faults.ts';
import { serverWords } from '#contract/faultParts.ts';
import { createPlatformClient, type PlatformAccess } from '../../api/client.ts';
import { compareProfile } from '../../api/profiles/compareProfile.ts';
import { isMembers, profileKeys, type Members } from '../../api/profiles/profileKeys.ts';
import type { Transport } from '../../api/transport.ts';
import type { Clock } from '../clock.ts';
import { comparedRow, shownKey } from './comparedRow.ts';
import { profileReader, type ProfileReader } from './profileReader.ts';
import type { Sample, SampledRow } from './takeSample.ts';

export interface CompareOptions {
  readonly access: PlatformAccess;
  readonly transport: Transport;
  readonly clock: Clock;
  /** 0 ≤ random < 1. */
  readonly random: () => number;
  /** Milliseconds for one question; 30 s by default: a person waits. */
  readonly timeoutMs?: number | undefined;
  /** Aborted: what was compared so far is the result. */
  readonly signal: AbortSignal;
  /** A profile as it is now, with the row that would change it, before it is told as compared. */
  readonly onFound?: ((row: SampledRow, profile: Members) => void) | undefined;
  /** At every row, and before and behind each wait. */
  readonly onProgress?: ((progress: ComparisonProgress) => void) | undefined;
}

export interface ComparedSample {
  readonly rows: readonly ComparedRow[];
  readonly ended: 'asked' | 'fault' | null;
  readonly fault: Fault | null;
}

/**
 * So many profiles that the platform does not know by a 404 of its own words are waited for before that is believed: the
 * words of a missing profile are not published, and a call or a database that it does not know is told alike.
 */
const unprovedAtMost = 5;

/**
 * Fetches the profiles of rows as they are now and compares each with what would be sent. Nothing is changed, on either side.
 * What the platform does not let go on with ends it with a fault, and what was compared before is kept. Never throws but for faults of this program.
 */
export async function compareSample(sample: Sample, options: CompareOptions): Promise<ComparedSample> {
  const { access, transport, clock, random, signal, timeoutMs = 30_000, onProgress } = options;
  const client = createPlatformClient({ transport, access, timeoutMs, now: () => clock.now() });
  const found = new Found(sample.rows.length);
  const tell = (waiting: number | null): void => onProgress?.({ profiles: found.rows.length + found.unproved.length, total: sample.rows.length, waiting });
  const read = profileReader({ client, request: sample.request, clock, random, signal, onWaiting: tell });
  try {
    for (const row of sample.rows) {
      const made = await compareRow(sample, row, read, options.onFound);
      found.add(made);
      tell(null);
    }
    found.end();
    return { rows: found.inOrder(), ended: null, fault: null };
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code === 'internal') throw error;
    return fault.code === 'cancelled' ? { rows: found.inOrder(), ended: 'asked', fault: null } : { rows: found.inOrder(), ended: 'fault', fault };
  }
}

type Made = { readonly row: ComparedRow; readonly isKnown: boolean; readonly refusal: Fault | null };

/** Asks by one key of the row after the other until one finds somebody. */
async function compareRow(sample: Sample, row: SampledRow, read: ProfileReader, onFound: CompareOptions['onFound']): Promise<Made> {
  const item = itemOf(row.json);
  const keys = profileKeys(sample.request, item);
  let refusal: Fault | null = null;
  let isMissing = false;
  for (const key of keys) {
    const answer = await read(key);
    if (answer.kind === 'found') {
      onFound?.(row, answer.profile);
      const compared = comparedRow(row, key, compareProfile(sample.request, key, item, answer.profile));
      return { row: keys.length > 1 ? { ...compared, doubts: [...compared.doubts, 'several-keys'] } : compared, isKnown: true, refusal: null };
    }
    if (answer.kind === 'refused') refusal ??= new Fault('profiles-unavailable', answer.words);
    else isMissing = true;
  }
  const without = { position: row.position, row: row.row, key: shownKey(keys[0]), isEmptied: false, fields: [], doubts: [] } as const;
  const isRefused = refusal !== null && !isMissing;
  return { row: { ...without, kind: isRefused ? 'refused' : 'not-found', words: isRefused ? serverWords(refusal?.detail ?? {}).trim() : null }, isKnown: isMissing, refusal: isRefused ? refusal : null };
}

/** Integers that no number holds exactly become texts: the key that is asked for must not be rounded. */
function itemOf(json: string): Members {
  const value: unknown = JSON.parse(json, (_, one: unknown, context?: { readonly source?: string }) =>
    typeof one === 'number' && Number.isInteger(one) && !Number.isSafeInteger(one) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : one,
  );
  return isMembers(value) ? value : {};
}

/** The rows so far; those that the platform refuses by a 404 wait until another is known to be there or not. */
class Found {
  readonly rows: ComparedRow[] = [];
  unproved: ComparedRow[] = [];
  readonly #total: number;
  #isProved = false;
  #refusal: Fault | null = null;

  constructor(total: number) {
    this.#total = total;
  }

  add({ row, isKnown, refusal }: Made): void {
    const isMissing = refusal !== null && (refusal.detail['code'] === 404 || refusal.detail['httpStatus'] === 404);
    if (isKnown) this.#prove();
    if (!isMissing) this.rows.push(row);
    else if (this.#isProved) this.rows.push({ ...row, kind: 'not-found' });
    else this.unproved.push(row);
    if (isMissing) this.#refusal ??= refusal;
    if (this.unproved.length >= Math.min(unprovedAtMost, this.#total) && this.#refusal !== null) throw this.#refusal;
  }

  /** Throws what the platform said of all of them. */
  end(): void {
    if (this.unproved.length > 0 && this.#refusal !== null) throw this.#refusal;
  }

  inOrder(): readonly ComparedRow[] {
    return this.rows.sort((one, other) => one.position - other.position);
  }

  /** The call and the database are known to be there: what it did not tell of is no profile of it. */
  #prove(): void {
    this.#isProved = true;
    this.rows.push(...this.unproved.map((row): ComparedRow => ({ ...row, kind: 'not-found' })));
    this.unproved = [];
  }
}
