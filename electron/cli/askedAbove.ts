import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usualMarks } from '#contract/connectionMark.ts';
import { sameServer, serverOf } from '#contract/url.ts';
import { windowDataFolder } from '#files/stateFolder.ts';

/**
 * Above how many profiles their number is to be given, by the connections that the window has for a server, the strictest of
 * them; null where it has none, or none that asks. Where they cannot be read, as for production.
 */
export async function askedAbove(baseUrl: string, practice: boolean): Promise<number | null> {
  const path = join(windowDataFolder(), 'catalogue.sqlite');
  if (!existsSync(path)) return null;
  const server = serverOf(baseUrl, practice);
  try {
    // Loaded for this alone, where the window has ever been used.
    const { connectionsAt } = await import('#engine/store/catalogue.ts');
    const limits = connectionsAt(path).flatMap(({ baseUrl: url, practice: isPractice, mark }) => (mark.askAbove !== null && sameServer(serverOf(url, isPractice), server) ? [mark.askAbove] : []));
    return limits.length === 0 ? null : Math.min(...limits);
  } catch {
    return usualMarks.production.askAbove;
  }
}
