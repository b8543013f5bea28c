import { describe, expect, it } from 'vitest';
import { explain } from '#contract/sentences.ts';
import { policyFault } from '#contract/policyFaults.ts';
import { readPolicy, type PolicySystem } from '../../electron/files/settings/readPolicy.ts';

/** What `reg query` printed on Windows 11 for a key with values of each kind; its first line is empty. */
const printed = [
  '', String.raw`HKEY_LOCAL_MACHINE\Software\Policies\ProfileImporter`, '    (Default)    REG_SZ    (value not set)', '    updates    REG_SZ    off',
  '    practiceServer    REG_DWORD    0x0', '    retentionDays    REG_DWORD    0x1e', String.raw`    allowedHosts    REG_MULTI_SZ    eu.example.com\0*.example.org`,
  String.raw`    defaultConnections    REG_SZ    [{"name":"\u0421\u0442\u0435\u043d\u0434    1","baseUrl":"https://eu.example.com","kind":"test"}]`, '',
  String.raw`HKEY_LOCAL_MACHINE\Software\Policies\ProfileImporter\Below`, '    theme    REG_SZ    dark', '',
].join('\r\n');

const missing = (path: string): never => {
  throw Object.assign(new Error(path), { code: 'ENOENT' });
};

function system(change: Partial<PolicySystem>): PolicySystem {
  return { platform: 'linux', env: {}, user: 'anna', read: missing, exists: () => false, run: () => null, ...change };
}

const files = (content: Readonly<Record<string, string>>) => (path: string): string => content[path] ?? missing(path);

describe('A policy', () => {
  it('is read from Windows’ registry, the computer’s part before the person’s, and the file of the computer behind both', () => {
    const answers: Readonly<Record<string, string>> = { HKLM: printed, HKCU: printed.replaceAll('HKEY_LOCAL_MACHINE', 'HKEY_CURRENT_USER').replace('updates    REG_SZ    off', 'channel    REG_SZ    beta') };
    const asked: string[] = [];
    const reading = readPolicy(
      system({
        platform: 'win32',
        env: { ProgramData: String.raw`D:\Data` },
        run(program, [, key = '']) {
          asked.push(program);
          return { code: 0, out: answers[key.slice(0, 4)] ?? '' };
        },
        read: files({ [String.raw`D:\Data\ProfileImporter\policy.json`]: '{"updates":"notify","theme":"dark"}' }),
      }),
    );
    expect(reading).toEqual({
      problems: [],
      values: {
        updates: 'off', channel: 'beta', theme: 'dark', practiceServer: false, retentionDays: 30, allowedHosts: ['eu.example.com', '*.example.org'],
        defaultConnections: [{ name: 'Стенд    1', baseUrl: 'https://eu.example.com', kind: 'test', tokenInBody: true }],
      },
    });
    expect(asked).toEqual([String.raw`C:\Windows\System32\reg.exe`, String.raw`C:\Windows\System32\reg.exe`]);
  });

  it('is nothing where Windows has no such key, and is told where its registry does not answer', () => {
    expect(readPolicy(system({ platform: 'win32', run: () => ({ code: 1, out: '' }) }))).toEqual({ values: {}, problems: [] });
    expect(readPolicy(system({ platform: 'win32' })).problems).toContainEqual({ kind: 'unreadable', file: String.raw`HKLM\Software\Policies\ProfileImporter` });
    expect(readPolicy(system({ platform: 'win32', run: () => ({ code: 0, out: printed.replace('off', 'o\uFFFD') }) })).problems).toHaveLength(2);
  });

  it('is read from macOS’ managed preferences, the person’s before the computer’s', () => {
    const plists: Readonly<Record<string, string>> = {
      '/Library/Managed Preferences/anna/com.example.profile-importer.plist': '{"updates":"notify","PayloadUUID":"4B1D"}',
      '/Library/Managed Preferences/com.example.profile-importer.plist': '{"updates":"off","practiceServer":false}',
    };
    const reading = readPolicy(
      system({ platform: 'darwin', exists: (path) => path in plists, run: (program, args) => (program === '/usr/bin/plutil' ? { code: 0, out: plists[args.at(-1) ?? ''] ?? '' } : null) }),
    );
    expect(reading).toEqual({ values: { updates: 'notify', practiceServer: false }, problems: [] });
  });

  it('tells keys and values that it does not take, each by its name, and keeps the others', () => {
    const read = files({ '/etc/profile-importer/policy.json': '{"updates":"never","alowedHosts":["a.example.com"],"retentionDays":0,"theme":"dark","defaultConnections":[{"name":"A","baseUrl":"ftp://a"}]}' });
    const { values, problems } = readPolicy(system({ read }));
    expect(values).toEqual({ theme: 'dark' });
    expect(problems.map((problem) => ('key' in problem ? [problem.kind, problem.key] : problem.kind))).toEqual([
      ['wrong-value', 'updates'], ['wrong-value', 'defaultConnections.0.baseUrl'], ['wrong-value', 'retentionDays'], ['unknown-key', 'alowedHosts'],
    ]);
    const fault = policyFault(problems);
    expect(fault === null ? '' : explain(fault.data).what).toBe(
      'An administrator’s policy has a mistake. “/etc/profile-importer/policy.json” has a value for “updates” that it does not take; it takes: "off" | "notify" | "auto". There are 3 more mistakes.',
    );
  });

  it('that is there and cannot be read forbids to send: it may forbid anything', () => {
    const refused = (path: string): never => {
      throw Object.assign(new Error(path), { code: 'EACCES' });
    };
    for (const read of [refused, () => '{', () => '[]', () => '7']) expect(readPolicy(system({ read })).problems).toEqual([{ kind: 'unreadable', file: '/etc/profile-importer/policy.json' }]);
    expect(readPolicy(system({})).problems).toEqual([]);
  });

  it('to be tried out is named in the environment, and changes nothing that the computer’s own says', () => {
    const read = files({ '/etc/profile-importer/policy.json': '{"practiceServer":false}', '/tmp/p.json': '{"practiceServer":true,"theme":"light"}' });
    expect(readPolicy(system({ read, env: { PROFILE_IMPORTER_POLICY: '/tmp/p.json' } })).values).toEqual({ practiceServer: false, theme: 'light' });
  });
});
