import { Fault } from '#contract/faults.ts';
import type { SecretFile } from './secretFile.ts';

/** The system's key store, as Electron's safeStorage offers it. */
export interface Cipher {
  encrypt(text: string): Buffer;
  decrypt(encrypted: Buffer): string;
}

/** Tokens by connection id. They leave it only towards a request, never towards the page. */
export interface Vault {
  /**
   * Keeps a token: on disk where the system can encrypt it, else in memory until the program ends. Fault secrets-unreadable
   * where the tokens stored before cannot be read: nothing is written then, as it would be over all of them.
   */
  put(connectionId: string, token: string): void;
  /** The token; null when there is none. Faults: secrets-unavailable when one is stored and there is no key store now, secrets-foreign when the key store does not know it, secrets-unreadable. */
  get(connectionId: string): string | null;
  remove(connectionId: string): void;
  /** Whether there is one, or may be one that cannot be read now: that it is missing must not be said of it. */
  has(connectionId: string): boolean;
  isSessionOnly(connectionId: string): boolean;
}

function decrypted(cipher: Cipher, stored: string): string {
  try {
    return cipher.decrypt(Buffer.from(stored, 'base64'));
  } catch {
    // Without its cause: the message of the key store may quote what it was given.
    throw new Fault('secrets-foreign');
  }
}

/**
 * @param cipher the key store, or null where there is none: asked each time, since a key store can be unlocked
 * while the program runs
 */
export function createVault(file: SecretFile, cipher: () => Cipher | null): Vault {
  const inMemory = new Map<string, string>();

  function removeStored(connectionId: string): void {
    const stored = new Map(file.read());
    if (stored.delete(connectionId)) file.write(stored);
  }

  function mayBeStored(connectionId: string): boolean {
    try {
      return file.read().has(connectionId);
    } catch (error) {
      if (error instanceof Fault) return true;
      throw error;
    }
  }

  return {
    put(connectionId, token) {
      const available = cipher();
      if (available === null) {
        // An older stored token must not come back after the next start in place of this one.
        removeStored(connectionId);
        inMemory.set(connectionId, token);
        return;
      }
      const encrypted = available.encrypt(token).toString('base64');
      file.write(new Map(file.read()).set(connectionId, encrypted));
      inMemory.delete(connectionId);
    },
    get(connectionId) {
      const kept = inMemory.get(connectionId);
      if (kept !== undefined) return kept;
      const stored = file.read().get(connectionId);
      if (stored === undefined) return null;
      const available = cipher();
      if (available === null) throw new Fault('secrets-unavailable');
      return decrypted(available, stored);
    },
    remove(connectionId) {
      removeStored(connectionId);
      inMemory.delete(connectionId);
    },
    has: (connectionId) => inMemory.has(connectionId) || mayBeStored(connectionId),
    isSessionOnly: (connectionId) => inMemory.has(connectionId),
  };
}
