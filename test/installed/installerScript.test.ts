import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import { ensureLookingTools, hasProgram } from '../../build/scripts/electron/systemPackages.ts';
import { installerInclude } from '../../build/scripts/electron/windowsInstaller.ts';
import { said } from '../support/deb.ts';

const folder = mkdtempSync(join(tmpdir(), 'installer-script-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function needsCompiler(ctx: TestContext): void {
  ensureLookingTools();
  if (hasProgram('makensis')) return;
  const words = 'makensis is not installed: sudo apt-get install nsis';
  if (process.env['CI'] !== undefined) throw new Error(words);
  ctx.skip(words);
}

const isUpdated = [
  '!macro _isUpdated _a _b _t _f',
  '  ${GetParameters} $R9',
  '  ClearErrors',
  '  ${GetOptions} $R9 "--updated" $R8',
  '  IfErrors `${_f}` `${_t}`',
  '!macroend',
  '!define isUpdated `"" isUpdated ""`',
].join('\n');

/** What of the builder's own script ours is put into; its plug-ins cannot be had here. */
const around = (half: 'installer' | 'uninstaller'): string => `Unicode true
Name "Profile Importer"
OutFile "${join(folder, half)}.exe"
InstallDir "$LOCALAPPDATA\\Programs\\profile-importer"
RequestExecutionLevel user
!define INSTALL_REGISTRY_KEY "Software\\profile-importer"
${half === 'uninstaller' ? '!define BUILD_UNINSTALLER' : ''}
!include LogicLib.nsh
!include FileFunc.nsh
${isUpdated}
!include "${join(folder, 'ours.nsh')}"
!include MUI2.nsh
Var installMode
${half === 'installer' ? '!insertmacro MUI_PAGE_DIRECTORY\n!insertmacro customPageAfterChangeDir\n!insertmacro MUI_PAGE_INSTFILES' : '!insertmacro MUI_PAGE_INSTFILES\n!insertmacro MUI_UNPAGE_INSTFILES'}
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Russian"
!insertmacro customHeader
Function .onInit
  StrCpy $installMode CurrentUser
  ${half === 'installer' ? '!insertmacro customInit' : ''}
FunctionEnd
Section "install"
  ${half === 'installer' ? '!insertmacro customInstall' : 'WriteUninstaller "$INSTDIR\\uninstall.exe"'}
SectionEnd
${half === 'uninstaller' ? 'Section "un.install"\n  !insertmacro customUnInstall\nSectionEnd' : ''}
`;

describe('our part of the installer for Windows', () => {
  it.for(['installer', 'uninstaller'] as const)('is taken by the compiler without a warning, in the %s', (half, ctx) => {
    needsCompiler(ctx);
    writeFileSync(join(folder, 'ours.nsh'), installerInclude());
    const script = join(folder, `${half}.nsi`);
    writeFileSync(script, around(half));
    expect(said('makensis', ['-NOCD', '-WX', '-V2', script])).not.toMatch(/warning/i);
  });
});
