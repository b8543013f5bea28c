import { resolve } from 'node:path';
import { optionValue } from './optionValue.ts';

/** The folder that --home names; undefined where it was not given. */
export function homeAsked(args: readonly string[]): string | undefined {
  const folder = optionValue(args, '--home');
  return folder === undefined || folder === '' ? undefined : resolve(folder);
}
