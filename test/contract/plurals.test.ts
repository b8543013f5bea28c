import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A number in a sentence, and a noun or verb behind it that fits many only. */
const bare = /\{(?:count|grouped)\([^{}]*\)\} (?:(?:more|other|older|further|empty|wrong|of them) )?(?:rows|cells|columns|requests|profiles|values|addresses|mends|others|ones|are|were|have)\b/;

/** Of these there are always several: one is said in another sentence, or cannot be. */
const several = ['All ${grouped(unchanged)} rows are unchanged', 'the first ${shown === 1', 'its requests are cut at ${grouped(profiles)} profiles'];

it('Sentences count one thing as one: a number stands before a noun by `counted` alone', () => {
  const files = globSync(['electron/{contract,cli,engine,worker,main}/**/*.ts', 'renderer/**/*.{ts,svelte}'], { cwd: root });
  const wrong = files.flatMap((file) =>
    readFileSync(`${root}/${file}`, 'utf8').split('\n').filter((line) => bare.test(line) && !several.some((words) => line.includes(words))).map((line) => `${relative('.', file)}: ${line.trim()}`),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
});
