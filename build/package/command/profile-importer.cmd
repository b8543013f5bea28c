@echo off
rem The command for the PATH: with a command's name it works in the console and opens no window; with a file, or nothing, it opens the window.
setlocal
set "program=%~dp0..\..\profile-importer.exe"
set "words="
if "%~1"=="" goto window
for %%c in (@COMMANDS@ help -h --help -V --version) do if "%~1"=="%%c" set "words=yes"
if not defined words if exist "%~1" goto window
rem The program has no console of its own: without /wait the prompt would come back before its end, and its code would be lost.
start "" /b /wait "%program%" --disable-gpu --log-level=3 --cli -- %*
exit /b %errorlevel%
:window
start "" "%program%" %*
