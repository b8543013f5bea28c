#!/bin/sh
# TEST-ONLY stand-in for the AppImage runtime, which can be had from GitHub alone: unpacks the image that follows it and starts it.
APPIMAGE=$(readlink -f "$0")
[ -z "${APPIMAGE_STARTS-}" ] || echo "$APPIMAGE:$*" >>"$APPIMAGE_STARTS"
work=$(mktemp -d)
APPDIR="$work/AppDir"
export APPIMAGE APPDIR
unsquashfs -q -n -o @SIZE@ -d "$APPDIR" "$APPIMAGE" >/dev/null 2>&1 || {
  echo "cannot unpack $APPIMAGE" >&2
  exit 127
}
"$APPDIR/AppRun" "$@"
code=$?
rm -rf "$work"
exit $code
