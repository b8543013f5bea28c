# Puts the folder of the command on the PATH, or takes it off again: path.ps1 add, path.ps1 remove; with "machine" for all who use the computer, as administrator.
# What others have put there stays as it is, with its variables.
param(
  [Parameter(Mandatory = $true)][ValidateSet('add', 'remove')][string]$Do,
  [ValidateSet('person', 'machine')][string]$For = 'person'
)
$ErrorActionPreference = 'Stop'
$folder = $PSScriptRoot.TrimEnd('\')
if ($For -eq 'machine') {
  $key = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SYSTEM\CurrentControlSet\Control\Session Manager\Environment', $true)
} else {
  $key = [Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('Environment')
}
try {
  $path = [string]$key.GetValue('Path', '', [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
  $others = @($path.Split(';') | Where-Object { $_ -ne '' -and $_.TrimEnd('\') -ne $folder })
  if ($Do -eq 'add') { $others += $folder }
  if (($others -join ';') -ne $path) { $key.SetValue('Path', ($others -join ';'), [Microsoft.Win32.RegistryValueKind]::ExpandString) }
} finally {
  $key.Close()
}
# A variable that is not there is taken away: by that programs that run are told of the change.
[Environment]::SetEnvironmentVariable('PROFILE_IMPORTER_PATH_CHANGED', $null, 'User')
