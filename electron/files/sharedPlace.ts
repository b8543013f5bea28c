/** Folders that a program keeps alike on several computers; it copies a job without its journal, or in the middle of a run. */
const synchronised: readonly (readonly [RegExp, string])[] = [
  [/^OneDrive(?: - .+)?$/i, 'OneDrive'],
  [/^Dropbox(?: \(.+\))?$/i, 'Dropbox'],
  [/^(?:iCloud ?Drive|com~apple~CloudDocs|Mobile Documents)$/i, 'iCloud'],
  [/^(?:Google ?Drive|My Drive)$/i, 'Google Drive'],
  [/^(?:Yandex\.?Disk|YandexDisk)$/i, 'Yandex Disk'],
];

/** Why a job should not lie at this absolute path, as far as the path shows it; null where nothing speaks against it. */
export function sharedPlaceWarning(path: string): string | null {
  if (/^(?:\\\\(?![?.]\\)|\\\\\?\\UNC\\|\/\/)[^\\/]/i.test(path)) {
    return 'The job lies on a share of another computer: look at it and run it from one computer only, or copy it to a drive of this one.';
  }
  const parts = path.split(/[\\/]/);
  const found = synchronised.find(([name]) => parts.some((part) => name.test(part)));
  return found === undefined ? null : `The job lies in a folder that ${found[1]} keeps alike on several computers, which may copy it half written: better keep it in a folder that is not synchronised.`;
}
