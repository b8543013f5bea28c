#!/bin/sh
# The command on the PATH: with a command's name it works in the terminal and opens no window; with a file, or nothing, it opens the window.
here=$(dirname "$(readlink -f "$0")")
program="$here/@PROGRAM@"
words=
case "${1-}" in
  @COMMANDS@ | help | -h | --help | -V | --version) words=yes ;;
  '' | --* | file:*) ;;
  # What is neither a command nor a file is told in the terminal, too.
  *) [ -e "$1" ] || words=yes ;;
esac
[ -n "$words" ] || exec "$program" "$@"
# Chromium does not start as root with its sandbox on; the command line shows no page.
root=
[ "$(id -u)" != 0 ] || root=--no-sandbox
# Switches that count before a line of ours runs: no display is needed, and nothing but our own words is written.
exec "$program" $root --ozone-platform=headless --disable-gpu --log-level=3 --cli -- "$@"
