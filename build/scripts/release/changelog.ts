/** How a version's part begins in CHANGELOG.md: `## 1.2.3 (2026-11-28)`, without a day while it is not given out. */
const heading = /^## (?<version>\d\S*)(?: \((?<day>\d{4}-\d{2}-\d{2})\))?\s*$/;

export interface ReleaseNotes {
  readonly version: string;
  /** Of the release, as YYYY-MM-DD; null while it has none. */
  readonly day: string | null;
  /** What the person reads, in Markdown, without its heading. */
  readonly text: string;
}

/** The parts of a list of changes by version, as they stand. */
export function releasesIn(changelog: string): readonly ReleaseNotes[] {
  const lines = changelog.split(/\r?\n/);
  const starts = lines.flatMap((line, at) => (heading.test(line) ? [at] : []));
  return starts.map((at, index) => {
    const found = heading.exec(lines[at] ?? '')?.groups;
    const text = lines.slice(at + 1, starts[index + 1] ?? lines.length).join('\n').trim();
    return { version: found?.['version'] ?? '', day: found?.['day'] ?? null, text };
  });
}

export interface ReleaseFacts {
  readonly changelog: string;
  /** Of package.json. */
  readonly version: string;
  /** Name of the tag that a release is made of, such as v1.2.3; null where none is made. */
  readonly tag: string | null;
}

/** What keeps this version from being given out, a line each; nothing where all agrees. */
export function releaseProblems({ changelog, version, tag }: ReleaseFacts): readonly string[] {
  const notes = releasesIn(changelog).find((each) => each.version === version);
  const problems: string[] = [];
  if (notes === undefined) problems.push(`CHANGELOG.md has no part "## ${version}", the version of package.json.`);
  else if (notes.text === '') problems.push(`CHANGELOG.md says nothing about ${version}.`);
  if (tag === null) return problems;
  if (tag !== `v${version}`) problems.push(`The tag ${tag} does not name the version of package.json, which is ${version}.`);
  if (notes?.day === null) problems.push(`CHANGELOG.md does not say on which day ${version} is given out: "## ${version} (YYYY-MM-DD)".`);
  return problems;
}
