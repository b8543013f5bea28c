import { createPlatformClient, type PlatformClient } from '#engine/api/client.ts';
import { listDatabases, listFields } from '#engine/api/discovery.ts';
import { undiciTransport } from '#engine/api/undiciTransport.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { readAccess, type AccessOptions } from '../access.ts';
import type { Command, CommandContext } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';

/** A person waits for these answers. */
const timeoutMs = 30_000;

async function ask<Value>(options: AccessOptions, { env }: CommandContext, question: (client: PlatformClient) => Promise<Value>): Promise<Value> {
  const access = readAccess(options, env);
  const client = createPlatformClient({ transport: undiciTransport(), access, timeoutMs, now: () => systemClock.now() });
  try {
    return await question(client);
  } finally {
    await client.close();
  }
}

/** `databases --url U`: what this token sees; proves address, token and rights in one request. */
export function databases(options: AccessOptions): Command {
  return async (context) => {
    const found = await ask(options, context, listDatabases);
    result(context.output, found, () => found.map(({ id, name }) => `${id}  ${name}`).join('\n'));
    return exitCodes.ok;
  };
}

/** `fields --url U --db N`: the fields a recipe can fill. */
export function fields(options: AccessOptions & { readonly db: number }): Command {
  return async (context) => {
    const found = await ask(options, context, (client) => listFields(client, options.db));
    result(context.output, found, () => found.map(({ name, type, title, system }) => `${name}  ${type}  ${title}${system ? '' : ' (own)'}`).join('\n'));
    return exitCodes.ok;
  };
}
