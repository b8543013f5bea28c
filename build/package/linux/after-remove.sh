#!/bin/sh
# Run as root after the package's files were removed, by dpkg ($1 is a word) and by rpm ($1 is how many are left).
set -e
program='/opt/${sanitizedProductName}'
command="$program/resources/bin/${executable}"

# An upgrade runs this for the version that goes, with rpm after the new one was set up: nothing may be taken from it.
case "$1" in
  remove | purge | disappear | 0) ;;
  *) exit 0 ;;
esac

if command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --remove '${executable}' "$command"
else
  rm -f '/usr/bin/${executable}'
fi

profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if apparmor_status --enabled >/dev/null 2>&1 && ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

if command -v update-mime-database >/dev/null 2>&1; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database /usr/share/applications || true; fi
exit 0
