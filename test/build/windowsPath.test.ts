import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { installerConfig } from '../../build/package/builder.ts';
import { withCommandOnPath } from '../../build/package/msiPath.ts';
import { signingOf } from '../../build/package/signing.ts';
import { installerInclude } from '../../build/scripts/electron/windowsInstaller.ts';

const file = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const config = installerConfig({ app: '/nowhere/app', beside: '/nowhere/beside', output: '/nowhere/out' }, signingOf({}, 'linux'));

describe('the command on the PATH of Windows', () => {
  test('is asked for by the installer, in both languages, and not where nobody is asked', () => {
    const text = installerInclude();
    expect(config.nsis?.include).toBe('/nowhere/beside/installer.nsh');
    expect(text).toMatch(/^\uFEFF/);
    expect(text).toContain('LangString commandBox ${LANG_ENGLISH} "Put profile-importer on the PATH"');
    expect(text).toContain('LangString commandBox ${LANG_RUSSIAN} "Добавить profile-importer в PATH"');
    expect(text).not.toMatch(/@(?:en|ru):/);
    // Chosen by the box, by /command, or by the version before; removed by the uninstaller, unless a newer version calls it.
    expect(text).toMatch(/!macro customInstall\s+\$\{If\} \$wantsCommand == \$\{BST_CHECKED\}\s+!insertmacro commandOnPath add/);
    expect(text).toMatch(/!macro customUnInstall\s+\$\{IfNot\} \$\{isUpdated\}\s+!insertmacro commandOnPath remove/);
  });

  test('is put there by Windows itself with the msi, as the builder’s template has room for it', () => {
    const template = file('node_modules/app-builder-lib/templates/msi/template.xml');
    const made = withCommandOnPath(template);
    expect(made).toMatch(/<ComponentGroup Id="ProductComponents" Directory="APPLICATIONFOLDER">\s+<Component Id="CommandOnPath" Guid="[\dA-F-]{36}" KeyPath="yes"><Environment [^>]*Value="\[APPLICATIONFOLDER\]resources\\bin" Part="last"[^>]*Permanent="no"\/>/);
    expect(made.replace(/\s*<Component Id="CommandOnPath".*<\/Component>/, '')).toBe(template);
    expect(() => withCommandOnPath('<Wix/>')).toThrow('template');
    expect(config.msiProjectCreated).toBeTypeOf('function');
  });

  test('leaves what others have put there as it is', () => {
    const script = file('build/package/windows/path.ps1');
    expect(script).toContain('DoNotExpandEnvironmentNames');
    expect(script).toContain('RegistryValueKind]::ExpandString');
    // setx cuts off at 1,024 characters.
    expect(script).not.toContain('setx');
  });
});
