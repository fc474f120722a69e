#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The translations: complete, of the present sources, with German quotation marks. Prints what is wrong; exit 1 if
# anything is. With --update: extracts anew and merges first (then translate what is new in po/de.po).
set -uo pipefail
cd "$(dirname "$0")/.."
bad=0
say() { echo "$*"; bad=1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Sources with a call, templates with a text, and the files of the desktop, which always have some.
users=$({ grep -rlE '(^|[^A-Za-z0-9_])(_|N_|C_|NC_|ngettext) *\(' src --include='*.[ch]' | grep -v -- '-i18n-private\.h$'
  grep -rlE 'translatable="(yes|true|1)"' src --include='*.ui'
  ls data/*.desktop.in data/*.metainfo.xml.in; } | LC_ALL=C sort)
if [ "${1:-}" = --update ]; then
  { grep '^#' po/POTFILES.in; echo "$users"; } > "$work/POTFILES.in"
  cp "$work/POTFILES.in" po/POTFILES.in
fi
for f in $users; do
  grep -qxF "$f" po/POTFILES.in || say "$f: has texts and is not in po/POTFILES.in"
done
while read -r f; do
  case $f in '' | '#'*) continue ;; esac
  [ -f "$f" ] || say "$f: is in po/POTFILES.in and does not exist"
done < po/POTFILES.in

# The same options as meson's preset `glib`, as far as this project uses them. xgettext knows by the names (.ui,
# .desktop.in, .metainfo.xml.in) how to read what is not C.
xgettext --from-code=UTF-8 --add-comments=Translators --no-location --sort-output --package-name=ticketbruecke \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 \
  --flag=tb_ctl_refuse:2:c-format --flag=tb_ctl_refuse_usage:2:c-format --flag=tb_ctl_print:1:c-format \
  --output="$work/new.pot" --files-from=<(grep -v '^#' po/POTFILES.in) || say "the texts cannot be extracted"

while read -r language; do
  case $language in '' | '#'*) continue ;; esac
  po=po/$language.po
  if [ "${1:-}" = --update ]; then
    msgmerge --quiet --update --backup=none --no-location --sort-output --no-fuzzy-matching "$po" "$work/new.pot"
    msgattrib --no-obsolete --no-location --sort-output --output-file="$po" "$po"
  fi
  msgfmt --check --output-file=/dev/null "$po" || say "$po: msgfmt refuses it"
  statistics=$(LC_ALL=C msgfmt --statistics --output-file=/dev/null "$po" 2>&1)
  case $statistics in
    *fuzzy* | *untranslated*) say "$po: $statistics" ;;
  esac
  # Merged with the present texts, nothing may be left without a translation.
  msgmerge --quiet --no-fuzzy-matching --no-location --output-file="$work/merged.po" "$po" "$work/new.pot"
  missing=$(msgattrib --untranslated --no-obsolete --no-location --no-wrap "$work/merged.po" | grep -A1 -E '^msg(id|ctxt) "' |
    grep -vE '^msgid ""$|^--$|^msgstr ""$')
  [ -z "$missing" ] || say "$po: lacks" "$missing"
  gone=$(msgattrib --only-obsolete --no-wrap "$work/merged.po" | grep -E '^#~ msgid "..*"')
  [ -z "$gone" ] || say "$po: has texts that are no longer in the sources:" "$gone"
done < po/LINGUAS

wrong=$(msgcat --no-wrap --no-location po/de.po | awk '
  /^msgstr/ { in_text = 1 }
  /^(msgid|msgctxt|#)/ || /^$/ { in_text = 0 }
  in_text {
    text = $0
    sub (/^(msgstr(\[[0-9]\])? )?"/, "", text)
    sub (/"$/, "", text)
    if (text ~ /\\"/ || text ~ /”/ || gsub (/„/, "", text) != gsub (/“/, "", text))
      print $0
  }')
[ -z "$wrong" ] || say "po/de.po: German quotation marks are „…“:" "$wrong"
grep -q '^#: ' po/de.po && say "po/de.po: has references to lines (use --no-location)"
exit $bad
