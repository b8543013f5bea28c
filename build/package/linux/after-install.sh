#!/bin/sh
# Run as root after the package was unpacked, by dpkg and by rpm. ${executable} and ${sanitizedProductName} are put in by the builder.
set -e
program='/opt/${sanitizedProductName}'
command="$program/resources/bin/${executable}"

# The command on the PATH.
if command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --install '/usr/bin/${executable}' '${executable}' "$command" 100
else
  ln -sf "$command" '/usr/bin/${executable}'
fi

# Chromium's sandbox: by user namespaces where the kernel has them, else by a helper of root's.
if unshare --user true 2>/dev/null; then
  chmod 0755 "$program/chrome-sandbox"
else
  chmod 4755 "$program/chrome-sandbox"
fi

if command -v update-mime-database >/dev/null 2>&1; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database /usr/share/applications || true; fi

# Ubuntu 24.04 and later let a program have user namespaces only by a profile; older ones do not know its format.
profile="$program/resources/apparmor-profile"
if apparmor_status --enabled >/dev/null 2>&1 && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  if ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi
exit 0
