import { m } from '#messages';

/** What a code of the file system means for a person, and what to do; the second and third sentence of a fault. */
type Words = readonly [meaning: string, action: string];
type Messages = readonly [meaning: () => string, action: () => string];

const usualRead: Messages = [m.drives_read_usual, m.drives_read_usual_action];
const usualWrite: Messages = [m.drives_write_usual, m.drives_write_usual_action];

const folder: Messages = [m.drives_folder, m.drives_folder_action];

const reading: Readonly<Record<string, Messages>> = {
  UNKNOWN: [m.drives_read_unknown, m.drives_read_unknown_action],
  folder,
  // Windows does not open one.
  EISDIR: folder,
  device: [m.drives_no_file, m.drives_no_file_action],
  EPERM: [m.drives_read_usual, m.drives_read_kept_out_action],
  EIO: [m.drives_read_error, m.drives_read_error_action],
  ENAMETOOLONG: [m.drives_name_too_long, m.drives_name_too_long_action],
  ENOMEM: [m.drives_no_memory, m.drives_no_memory_action],
};

const writing: Readonly<Record<string, Messages>> = {
  EROFS: [m.drives_read_only, m.drives_read_only_action],
  EACCES: [m.drives_no_right, m.drives_no_right_action],
  EPERM: [m.drives_no_right, m.drives_write_kept_out_action],
  ENOENT: [m.drives_no_folder, m.drives_no_folder_action],
  'other-owner': [m.drives_other_owner_meaning, m.drives_other_owner_action],
  ENOTDIR: [m.drives_is_file, m.drives_is_file_action],
  EIO: [m.drives_write_error, m.drives_write_error_action],
};

function said(messages: Readonly<Record<string, Messages>>, code: string, usual: Messages): Words {
  const [meaning, action] = Object.hasOwn(messages, code) ? (messages[code] ?? usual) : usual;
  return [meaning(), action()];
}

const reasons: Readonly<Record<string, () => string>> = { folder: m.drives_a_folder, device: m.drives_a_device, 'other-owner': m.drives_other_owner };

/** What a reason is called within a sentence: what lies there instead of a file in words, a system's code as it is. */
export function reasonName(reason: string): string {
  return (Object.hasOwn(reasons, reason) ? reasons[reason]?.() : undefined) ?? reason;
}

/** For a file that cannot be read; `reason` is the system's code. */
export function readFaultWords(reason: string): Words {
  return said(reading, reason, usualRead);
}

/** For a file that cannot be written; `reason` is the system's code. */
export function writeFaultWords(reason: string): Words {
  return said(writing, reason, usualWrite);
}
