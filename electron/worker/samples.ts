import { join } from 'node:path';
import type { EngineOutput } from '#contract/engine.ts';
import { m } from '#messages';
import { makeOwnFolder } from '#files/owner.ts';
import { writeSample } from '#engine/template/writeSample.ts';
import type { Sources } from './sources.ts';

/** Writes the list to practise with into the folder of all that is kept, and takes it as a source. */
export async function makeSample(home: string, sources: Pick<Sources, 'register'>): Promise<EngineOutput<'makeSample'>> {
  const folder = join(home, 'practice');
  makeOwnFolder(folder);
  const path = join(folder, m.sample_file());
  const recipe = await writeSample(path);
  return { source: sources.register(path), recipe };
}
