"""Make the demo's documents and pictures again from the sources beside this file.

Run it by hand after changing a source; the results are kept with the code, so that
writing the demo needs none of these programs. Needs LibreOffice (`soffice`), and
Pillow from the project's own requirements.
"""

import shutil
import subprocess
import tempfile
import tomllib
from html import escape
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
FILES = HERE.parent
PDF = (
    "pdf:writer_pdf_Export:"
    '{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}'
)

DOCUMENTS = {
    "peer-support-statement": "pdf",
    "what-a-peer-support-worker-does-easy-read": "pdf",
    "sharing-your-story-on-purpose": "pdf",
    "when-we-meet-outside-work": "pdf",
    "kia-korero-tahi-tatou": "pdf",
    "training-for-clinical-teams-outline": "pdf",
    "strategic-plan-2016-2021-on-two-pages": "pdf",
    "themes-from-the-2014-evaluations": "pdf",
    "writing-notes-together": "docx",
    "the-first-ninety-days": "docx",
    "position-description-peer-support-worker": "docx",
    "weekly-reflection-sheet": "docx",
    "lunchtime-korero-transcript": "odt",
    "who-decides-who-knows": "odt",
    "competencies-self-check": "odt",
}
ATTACHMENTS = {
    "reflection-example": "odt",
    "supervision-agenda": "docx",
    "words-for-the-noticeboard": "pdf",
}
LANDSCAPES = ("path-through-hills", "harbour-morning", "bench-and-two-trees")

STYLE = """
@page { size: 21cm 29.7cm; margin: 2cm }
body, p, li, td, th { font-family: "Liberation Sans", Arial, sans-serif; font-size: 11.5pt; line-height: 140% }
h1 { font-family: "Liberation Sans", Arial, sans-serif; font-size: 24pt; color: #0a4440 }
h2 { font-family: "Liberation Sans", Arial, sans-serif; font-size: 15pt; color: #0e5a54; margin-top: 0.6cm }
p.lead { font-size: 13pt; color: #404d4d }
p.big { font-size: 17pt; line-height: 150% }
th { text-align: left; background: #f2ede3 }
td { vertical-align: top }
blockquote p, blockquote { font-style: italic }
"""


def soffice(source: Path, to: str, target: Path, work: Path, infilter: str = "") -> None:
    """Let LibreOffice turn one file into another, in a profile of its own."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile"]
    if infilter:
        command.append(f"--infilter={infilter}")
    command += ["--convert-to", to, "--outdir", str(target.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def tell(target: Path) -> None:
    print(f"{target.relative_to(FILES)}  {target.stat().st_size // 1024} kB")


def write_document(name: str, kind: str, folder: str, work: Path) -> None:
    fragment = (HERE / f"{name}.html").read_text()
    title_line, _, body = fragment.partition("\n")
    page = (
        f'<!DOCTYPE html>\n<html lang="en-NZ"><head><meta charset="utf-8">{title_line}'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )
    source = work / f"{name}.html"
    source.write_text(page)
    odt = work / f"{name}.odt"
    soffice(source, "odt:writer8", odt, work, infilter="HTML (StarWriter)")
    target = FILES / folder / f"{name}.{kind}"
    if kind == "odt":
        target.write_bytes(odt.read_bytes())
    else:
        soffice(odt, PDF if kind == "pdf" else "docx:Office Open XML Text", target, work)
    tell(target)


def slide_xml(number: int, title: str, points: list[str], notes: str) -> str:
    items = "".join(
        f"<text:list-item><text:p>{escape(point)}</text:p></text:list-item>" for point in points
    )
    return f"""
<draw:page draw:name="Slide {number}" draw:style-name="dp1" draw:master-page-name="Default">
 <draw:frame presentation:class="title" presentation:style-name="Default-title" svg:x="2cm" svg:y="1.2cm"
  svg:width="24cm" svg:height="2.6cm"><draw:text-box><text:p>{escape(title)}</text:p></draw:text-box></draw:frame>
 <draw:frame presentation:class="outline" presentation:style-name="Default-outline1" svg:x="2cm" svg:y="4.4cm"
  svg:width="24cm" svg:height="10cm"><draw:text-box><text:list>{items}</text:list></draw:text-box></draw:frame>
 <presentation:notes><draw:frame presentation:class="notes" svg:x="2cm" svg:y="14cm" svg:width="17cm"
  svg:height="12cm"><draw:text-box><text:p>{escape(notes)}</text:p></draw:text-box></draw:frame></presentation:notes>
</draw:page>"""


def write_slides(deck: dict, work: Path) -> None:
    slides = [
        slide_xml(1, deck["title"], [deck["subtitle"]], "Say who you are, and why you are here.")
    ]
    for number, slide in enumerate(deck["slide"], start=2):
        slides.append(slide_xml(number, slide["title"], slide["points"], slide["notes"]))
    template = (HERE / "slides.fodp.template").read_text()
    source = work / f"{deck['file']}.fodp"
    source.write_text(
        template.replace("{title}", escape(deck["title"])).replace("{slides}", "".join(slides))
    )
    target = FILES / "documents" / f"{deck['file']}.pptx"
    soffice(source, "pptx:Impress MS PowerPoint 2007 XML", target, work)
    tell(target)


def draw(name: str, target: Path, width: int, work: Path) -> None:
    """Turn a drawing into a picture: JPEG for landscapes, a small palette for signs."""
    png = work / f"{name}.png"
    to = f'png:draw_png_Export:{{"PixelWidth":{{"type":"long","value":"{width}"}}}}'
    soffice(HERE / "pictures" / f"{name}.svg", to, png, work)
    picture = Image.open(png).convert("RGB")
    if target.suffix == ".jpg":
        picture.save(target, quality=80, optimize=True, progressive=True)
    else:
        picture.quantize(32).save(target, optimize=True)
    tell(target)


def main() -> None:
    signs = sorted(p.stem for p in (HERE / "pictures").glob("*.svg") if p.stem not in LANDSCAPES)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "pictures").mkdir()
        for name in LANDSCAPES:
            draw(name, FILES / "pictures" / f"{name}.jpg", 1600, work)
        for name in signs:
            draw(name, HERE / "pictures" / f"{name}.png", 300, work)
            shutil.copy(HERE / "pictures" / f"{name}.png", work / "pictures")
        for name, kind in DOCUMENTS.items():
            write_document(name, kind, "documents", work)
        for name, kind in ATTACHMENTS.items():
            write_document(name, kind, "attachments", work)
        for deck in tomllib.loads((HERE / "slides.toml").read_text())["deck"]:
            write_slides(deck, work)


if __name__ == "__main__":
    main()
