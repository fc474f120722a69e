#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a locale in a folder, for LOCPATH, and prints its name for LC_ALL. Prints C.UTF-8 where it cannot be made
# (package locales). From glibc 2.39 on LANGUAGE=de needs one: there C.UTF-8 speaks English like C.
# Usage: locale.sh FOLDER [LOCALE]     LOCALE is de_DE.UTF-8 unless given
set -euo pipefail
folder=$1
locale=${2:-de_DE.UTF-8}
mkdir -p "$folder"
if [ -d "$folder/$locale" ] || localedef -i "${locale%.*}" -f UTF-8 "$folder/$locale" > /dev/null 2>&1; then
  echo "$locale"
else
  echo C.UTF-8
fi
