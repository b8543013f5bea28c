import { safeStorage } from 'electron';
import type { Cipher } from './vault.ts';

/**
 * The system's key store, or null where it offers none. On Linux the back end basic_text encrypts with a
 * password that is written in Chromium's source: that is no secret.
 */
export function systemCipher(): Cipher | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null;
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (encrypted) => safeStorage.decryptString(encrypted),
  };
}
