; Put into the installer by electron-builder: the command line on the PATH, for whoever wants it. @words@ are of the catalogue.
!include LogicLib.nsh
!include FileFunc.nsh
!include nsDialogs.nsh

; By a script of PowerShell: NSIS would cut a long PATH off.
!macro commandOnPath DO
  StrCpy $R2 person
  ${If} $installMode == "all"
    StrCpy $R2 machine
  ${EndIf}
  nsExec::Exec '"$SYSDIR\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "$INSTDIR\resources\bin\path.ps1" ${DO} $R2'
  Pop $R3
!macroend

!macro customHeader
  !ifndef BUILD_UNINSTALLER
    LangString commandTitle ${LANG_ENGLISH} "@en:title@"
    LangString commandText ${LANG_ENGLISH} "@en:text@"
    LangString commandBox ${LANG_ENGLISH} "@en:box@"
    LangString commandTitle ${LANG_RUSSIAN} "@ru:title@"
    LangString commandText ${LANG_RUSSIAN} "@ru:text@"
    LangString commandBox ${LANG_RUSSIAN} "@ru:box@"
  !endif
!macroend

!macro customPageAfterChangeDir
  Var wantsCommand
  Var commandBoxHandle
  Page custom commandPage commandPageLeave

  Function commandPage
    ${If} ${isUpdated}
      Abort
    ${EndIf}
    !insertmacro MUI_HEADER_TEXT "$(commandTitle)" ""
    nsDialogs::Create 1018
    Pop $0
    ${NSD_CreateLabel} 0 0 100% 36u "$(commandText)"
    Pop $0
    ${NSD_CreateCheckbox} 0 42u 100% 12u "$(commandBox)"
    Pop $commandBoxHandle
    ${If} $wantsCommand == ${BST_CHECKED}
      ${NSD_Check} $commandBoxHandle
    ${EndIf}
    nsDialogs::Show
  FunctionEnd

  Function commandPageLeave
    ${NSD_GetState} $commandBoxHandle $wantsCommand
  FunctionEnd
!macroend

; The version that was there before is removed on the way: what was chosen for it is chosen again. /command chooses it where nothing is asked (/S).
!macro customInit
  ReadRegStr $wantsCommand SHCTX "${INSTALL_REGISTRY_KEY}" CommandOnPath
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/command" $R1
  ${IfNot} ${Errors}
    StrCpy $wantsCommand ${BST_CHECKED}
  ${EndIf}
  ClearErrors
!macroend

!macro customInstall
  ${If} $wantsCommand == ${BST_CHECKED}
    !insertmacro commandOnPath add
    WriteRegStr SHCTX "${INSTALL_REGISTRY_KEY}" CommandOnPath ${BST_CHECKED}
  ${Else}
    DeleteRegValue SHCTX "${INSTALL_REGISTRY_KEY}" CommandOnPath
  ${EndIf}
!macroend

; Before the files go. The version that comes puts its own there.
!macro customUnInstall
  ${IfNot} ${isUpdated}
    !insertmacro commandOnPath remove
  ${EndIf}
!macroend
