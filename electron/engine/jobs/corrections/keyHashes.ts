import { KeyHash } from '../prepare/keyHash.ts';

const keyHash = new KeyHash();

/** The halves of a key's hash. */
export function hashOfKey(key: string): readonly [low: number, high: number] {
  keyHash.measure(key);
  return [keyHash.low, keyHash.high];
}
