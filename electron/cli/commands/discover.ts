import { m } from '#messages';
import { differenceSentence, recipeDifferences, resourcesWithFields, type KnownFields } from '#contract/differences.ts';
import { Fault } from '#contract/faults.ts';
import type { FieldInfo } from '#contract/fields.ts';
import { inEnglish } from '#contract/language.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { TemplateResources } from '#contract/subscriptionColumns.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { createPlatformClient, type PlatformClient } from '#engine/api/client.ts';
import { listDatabases, listFields, listResourceFields, listResources, listTemplateResources, readDatabase, readResource } from '#engine/api/discovery.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { openTransport, readAccess, type AccessOptions } from '../access.ts';
import { loadRecipe } from '#files/recipeFile.ts';
import { loadFields, type Command, type CommandContext } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result, say } from '../output.ts';

/** A person waits for these answers. */
const timeoutMs = 30_000;

async function ask<Value>(options: AccessOptions, context: CommandContext, question: (client: Pick<PlatformClient, 'read'>) => Promise<Value>): Promise<Value> {
  const access = readAccess(options, context);
  const client = createPlatformClient({ transport: await openTransport(options, access, context), access, timeoutMs, now: () => systemClock.now() });
  try {
    return await question({ read: (path, members) => client.read(path, members, context.stop) });
  } finally {
    await client.close();
  }
}

/** `databases --url U [--id N]`: what this token sees; proves address, token and rights in one request. */
export function databases({ id, ...options }: AccessOptions & { readonly id?: number }): Command {
  return async (context) => {
    if (id === undefined) {
      const found = await ask(options, context, listDatabases);
      result(context.output, found, () => found.map((one) => `${one.id}  ${one.name}`));
    } else {
      const found = await ask(options, context, (client) => readDatabase(client, id));
      result(context.output, found, () => `${found.id}  ${found.name}  ${found.description}`);
    }
    return exitCodes.ok;
  };
}

/** `resources --url U [--id N]`: the resources that subscriptions belong to; one of them with its channels and databases. */
export function resources({ id, ...options }: AccessOptions & { readonly id?: number }): Command {
  return async (context) => {
    if (id === undefined) {
      const found = await ask(options, context, listResources);
      result(context.output, found, () => found.map((one) => `${one.id}  ${one.name}`));
    } else {
      const found = await ask(options, context, (client) => readResource(client, id));
      result(context.output, found, () => m.cli_resource({ id: found.id, name: found.name, channels: found.channels.join(', '), databases: found.databases.join(', ') }));
    }
    return exitCodes.ok;
  };
}

export interface FieldsOptions extends Omit<AccessOptions, 'url'> {
  readonly url?: string | undefined;
  readonly db?: number | undefined;
  readonly resource?: number | undefined;
  readonly channel?: string | undefined;
  /** A JSON file with the fields, where the platform does not tell them. */
  readonly fields?: string | undefined;
  /** A recipe to hold against the fields. */
  readonly check?: string | undefined;
}

/**
 * `fields --url U --db N`, or `--resource N --channel C`: the fields that a recipe can fill. With `--check R` the
 * differences between the recipe and the fields; then the code is 2 where there are any.
 */
export function fields(options: FieldsOptions): Command {
  return async (context) => {
    if (options.check !== undefined) return check(options, loadRecipe(options.check), context);
    const found = await readFields(options, options.db, context);
    result(context.output, found, () => found.map(({ name, type, title, system }) => (system ? `${name}  ${type}  ${title}` : m.cli_field_own({ name, type, title }))));
    return exitCodes.ok;
  };
}

/** The fields that the options name: of a file, a database or a resource. */
export async function readFields(options: FieldsOptions, db: number | undefined, context: CommandContext): Promise<readonly FieldInfo[]> {
  const { fields: file, resource, channel } = options;
  if (file !== undefined) return loadFields(file);
  const access = withUrl(options);
  if (access === null) throw usageFault(m.cli_usage_url_missing);
  if (resource !== undefined && channel !== undefined) return ask(access, context, (client) => listResourceFields(client, resource, channel));
  if (resource !== undefined || channel !== undefined) throw usageFault(m.cli_usage_resource_channel);
  if (db === undefined) throw usageFault(m.cli_usage_db_missing);
  return ask(access, context, (client) => listFields(client, db));
}

/** What a template is to know of subscriptions. Fault usage without an address. */
export async function readTemplateResources(options: FieldsOptions, dbId: number, context: CommandContext): Promise<TemplateResources> {
  const access = withUrl(options);
  if (access === null) throw usageFault(m.cli_usage_url_missing);
  return ask(access, context, (client) => listTemplateResources(client, dbId));
}

function withUrl({ url, ...options }: FieldsOptions): AccessOptions | null {
  return url === undefined ? null : { ...options, url };
}

async function check(options: FieldsOptions, recipe: Recipe, context: CommandContext): Promise<0 | 2> {
  if (options.resource !== undefined) throw usageFault(m.cli_usage_check_resource);
  const database = { items: await readFields(options, options.db ?? recipe.request.db_id, context) };
  const access = withUrl(options);
  const known: KnownFields = { database, resources: access === null ? [] : await resourcesOf(access, recipe, context) };
  const differences = recipeDifferences(recipe, known);
  const value = inEnglish(() => ({ fields: database.items.length, differences: differences.map((difference) => ({ ...difference, message: differenceSentence(difference) })) }));
  result(context.output, value, () =>
    differences.length === 0
      ? m.cli_recipe_fits({ count: database.items.length })
      : differences.map((difference) => `${difference.path}: ${differenceSentence(difference)}`),
  );
  return differences.length === 0 ? exitCodes.ok : exitCodes.usage;
}

async function resourcesOf(access: AccessOptions, recipe: Recipe, context: CommandContext): Promise<NonNullable<KnownFields['resources']>> {
  return ask(access, context, async (client) => {
    const found: (NonNullable<KnownFields['resources']>[number])[] = [];
    for (const place of resourcesWithFields(recipe)) {
      try {
        found.push({ ...place, items: await listResourceFields(client, place.resourceId, place.channel) });
      } catch (error) {
        // A token without a right on resources can still check the fields of profiles.
        if (!(error instanceof Fault) || error.code !== 'server-refused') throw error;
        say(context.output, m.cli_not_checked({ resource: place.resourceId, channel: place.channel }));
      }
    }
    return found;
  });
}
