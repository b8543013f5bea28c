/** A version by its parts (https://semver.org); those before 1.0.0-beta.2 order as 1.0.0-beta.1, 1.0.0-alpha, 0.9.9 do. */
const versionShape = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]{1,60}))?(?:\+[0-9A-Za-z.-]{1,60})?$/;

/** The name of the feed of a channel, as electron-builder writes it for each system. */
export function feedName(channel: string, platform: string, arch: string): string {
  if (platform === 'darwin') return `${channel}-mac.yml`;
  if (platform !== 'linux') return `${channel}.yml`;
  return arch === 'x64' ? `${channel}-linux.yml` : `${channel}-linux-${arch}.yml`;
}

/** Whether the first version is the later one. One that is none is later than nothing. */
export function isLater(version: string, than: string): boolean {
  const [a, b] = [versionShape.exec(version), versionShape.exec(than)];
  if (a === null || b === null) return false;
  for (const part of [1, 2, 3]) {
    const difference = Number(a[part]) - Number(b[part]);
    if (difference !== 0) return difference > 0;
  }
  return comparePre(a[4], b[4]) > 0;
}

/** Of versions that are else the same: one that is finished comes last, numbers by size, words by letters, numbers before words. */
function comparePre(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const [ours, theirs] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    const order = compareParts(ours[at], theirs[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined);
  const [isNumber, isOther] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOther) return Number(a) - Number(b);
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}
