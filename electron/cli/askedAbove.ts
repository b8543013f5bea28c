import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { markUnder, usualMarks } from '#contract/connectionMark.ts';
import { sameServer, serverOf } from '#contract/url.ts';
import { windowDataFolder } from '#files/stateFolder.ts';

/**
 * Above how many profiles their number is to be given, by the connections that the window has for a server, the strictest of
 * them; null where it has none, or none that asks. Where they cannot be read, as for production.
 * @param productionLimit as the settings have it: a server that no connection calls something else counts as production
 */
export async function askedAbove(baseUrl: string, practice: boolean, productionLimit: number | undefined): Promise<number | null> {
  const path = join(windowDataFolder(), 'catalogue.sqlite');
  const unknown = practice ? null : (productionLimit ?? null);
  if (!existsSync(path)) return unknown;
  const server = serverOf(baseUrl, practice);
  try {
    // Loaded for this alone, where the window has ever been used.
    const { connectionsAt } = await import('#engine/store/catalogue.ts');
    const marks = connectionsAt(path).flatMap(({ baseUrl: url, practice: isPractice, mark }) => (sameServer(serverOf(url, isPractice), server) ? [markUnder(mark, productionLimit)] : []));
    if (marks.length === 0) return unknown;
    const limits = marks.flatMap(({ askAbove }) => askAbove ?? []);
    return limits.length === 0 ? null : Math.min(...limits);
  } catch {
    return markUnder(usualMarks.production, productionLimit).askAbove;
  }
}
