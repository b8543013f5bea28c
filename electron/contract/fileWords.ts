/** What a code of the file system means for a person, and what to do; the second and third sentence of a fault. */
type Words = readonly [meaning: string, action: string];

const usualRead: Words = ['Another program holds it open, or you have no right to read it.', 'Close it in other programs, check the rights, and choose it again.'];
const usualWrite: Words = ['The folder is read-only, or another program holds the file open.', 'Close it in other programs, or choose another folder.'];

const folderWords: Words = ['A table is read from one file; nothing was read or changed.', 'Choose the workbook or text file in it.'];

const reading: Readonly<Record<string, Words>> = {
  UNKNOWN: ['The system gave no reason; files that are kept in a cloud, such as OneDrive, fail so while they cannot be fetched.', 'Open it once in its own program, or have it kept on this computer, and choose it again.'],
  'a folder': folderWords,
  // Windows does not open one.
  EISDIR: folderWords,
  'no file, but a device or a pipe': ['A table is read more than once, from a file on a drive; nothing was read or changed.', 'Write what comes from there to a file, and choose that.'],
  EIO: ['The drive gave an error while it was read.', 'Copy it to another drive and choose it there.'],
  ENAMETOOLONG: ['Its name is too long with its folders.', 'Give it a shorter name, or put it into a folder nearer to the top of the drive, and choose it again.'],
  ENOMEM: ['There is not enough memory.', 'Close other programs and choose it again.'],
};

const writing: Readonly<Record<string, Words>> = {
  EROFS: ['It lies on a drive that can only be read; what is there can be looked at, and nothing was changed.', 'Choose a folder on a drive that can be written, or copy the job there.'],
  EACCES: ['You have no right to write there, or another program holds the file open; nothing was changed.', 'Close it in other programs, have the right given to you, or choose another folder.'],
  ENOENT: ['The folder is not there: it was moved or deleted, or its drive is not connected.', 'Choose a folder that is there.'],
  ENOTDIR: ['What should be a folder is a file.', 'Choose another folder.'],
  EIO: ['The drive gave an error while it was written.', 'Choose a folder on another drive.'],
};

/** For a file that cannot be read; `reason` is the system's code. */
export function readFaultWords(reason: string): Words {
  return Object.hasOwn(reading, reason) ? (reading[reason] ?? usualRead) : usualRead;
}

/** For a file that cannot be written; `reason` is the system's code. */
export function writeFaultWords(reason: string): Words {
  const known = reason === 'EPERM' ? 'EACCES' : reason;
  return Object.hasOwn(writing, known) ? (writing[known] ?? usualWrite) : usualWrite;
}
