#!/bin/sh
# Make the demo's files again from the sources beside this script. Run it by hand after a change,
# and commit what it makes. Needs LibreOffice; writing the demo needs it not.
set -eu
cd "$(dirname "$0")"
sources=$(pwd)
files=$(dirname "$sources")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/pictures" "$work/profile/user"
cat >"$work/profile/user/registrymodifications.xcu" <<'XCU'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="DefaultLocale" oor:op="fuse"><value>en-NZ</value></prop></item>
</oor:items>
XCU

pdf='pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"},"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}'
jpg='jpg:draw_jpg_Export:{"Quality":{"type":"long","value":"80"},"PixelWidth":{"type":"long","value":"1600"}}'
png='png:draw_png_Export:{"PixelWidth":{"type":"long","value":"200"}}'

convert() { # what, where to, which format, further options
  what=$1 where=$2 format=$3
  shift 3
  soffice --headless "-env:UserInstallation=file://$work/profile" "$@" \
    --convert-to "$format" --outdir "$where" "$what" >/dev/null 2>&1
}

text() { # folder, kind, names
  folder=$1 kind=$2
  shift 2
  for name in "$@"; do
    {
      echo '<!DOCTYPE html><html lang="en-NZ"><head><meta charset="utf-8">'
      sed -n 1p "$name.html"
      echo '<style>'
      cat style.css
      echo '</style></head><body>'
      sed 1d "$name.html"
      echo '</body></html>'
    } >"$work/$name.html"
    convert "$work/$name.html" "$work" odt:writer8 "--infilter=HTML (StarWriter)"
    case $kind in
      odt) cp "$work/$name.odt" "$files/$folder/" ;;
      docx) convert "$work/$name.odt" "$files/$folder" "docx:Office Open XML Text" ;;
      pdf) convert "$work/$name.odt" "$files/$folder" "$pdf" ;;
    esac
    echo "$folder/$name.$kind"
  done
}

for name in harbour-morning bench-and-two-trees; do
  convert "pictures/$name.svg" "$files/pictures" "$jpg"
  echo "pictures/$name.jpg"
done
for name in bubbles cup path door no-medicine clipboard lock phone; do
  convert "pictures/$name.svg" "$work/pictures" "$png"
done

text documents pdf peer-support-statement what-a-peer-support-worker-does-easy-read \
  sharing-your-story-on-purpose when-we-meet-outside-work kia-korero-tahi-tatou \
  training-for-clinical-teams-outline strategic-plan-2016-2021-on-two-pages \
  themes-from-the-2014-evaluations
text documents docx writing-notes-together the-first-ninety-days \
  position-description-peer-support-worker weekly-reflection-sheet
text documents odt lunchtime-korero-transcript who-decides-who-knows competencies-self-check
text attachments odt reflection-example
text attachments docx supervision-agenda
text attachments pdf words-for-the-noticeboard

for deck in *.fodp; do
  convert "$deck" "$files/documents" "pptx:Impress MS PowerPoint 2007 XML"
  echo "documents/${deck%.fodp}.pptx"
done
