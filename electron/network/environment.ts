import { matchesEntry, type Target } from './hosts.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says of a target: a proxy and who named it, or that none is used and by which entry; null where it says nothing. */
export type FromEnvironment =
  | { readonly proxy: string; readonly variable: string }
  | { readonly proxy: null; readonly variable: string; readonly entry: string };

/**
 * The variables that curl, Git, Python and most others heed, lower case before upper: `https_proxy`, else `all_proxy`; what
 * `no_proxy` names goes without. `http_proxy` is for http alone, which is not spoken beyond this computer; empty ones count as not set.
 */
export function proxyOfEnvironment(env: Environment, target: Target): FromEnvironment | null {
  const found = firstGiven(env, target.secure ? ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] : ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']);
  if (found === null) return null;
  const without = firstGiven(env, ['no_proxy', 'NO_PROXY']);
  const entry = without?.value.split(/[\s,]+/).find((each) => matchesEntry(target, each));
  if (without !== null && entry !== undefined) return { proxy: null, variable: without.name, entry };
  return { proxy: found.value, variable: found.name };
}

function firstGiven(env: Environment, names: readonly string[]): { readonly name: string; readonly value: string } | null {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== '') return { name, value };
  }
  return null;
}
