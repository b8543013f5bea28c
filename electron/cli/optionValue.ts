/** What an option that is read before all others was given, as it was written; undefined where it was not. */
export function optionValue(args: readonly string[], name: string): string | undefined {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  const joined = options.findLast((text) => text.startsWith(`${name}=`));
  const at = options.lastIndexOf(name);
  return joined?.slice(name.length + 1) ?? (at === -1 ? undefined : options[at + 1]);
}
