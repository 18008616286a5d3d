"""What stands where on the pages of a PDF, read by pdfminer: words with their letters' size, and straight lines; millimetres from the top left corner."""
import json
import sys

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer, LTCurve

MM = 25.4 / 72


def parts(item, wanted):
    if isinstance(item, wanted):
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from parts(part, wanted)


def words(page):
    word = None
    for letter in parts(page, LTChar):
        text, base = letter.get_text(), letter.matrix[5]
        if text.isspace():
            word = None
            continue
        near = word and abs(word["base"] - base) < 0.3 and -0.5 < letter.x0 - word["x1"] < 0.2 * letter.size
        if not near or abs(word["size"] - letter.size) > 0.01:
            word = {"text": "", "x0": letter.x0, "base": base, "size": letter.size, "font": letter.fontname}
            yield word
        word["text"] += text
        word["x1"] = letter.x1


def rules(page):
    for shape in parts(page, LTCurve):
        height = shape.y1 - shape.y0
        # LibreOffice fills a thin rectangle where Typst draws a line.
        thick = shape.linewidth if shape.stroke else height
        if height <= 2 and shape.x1 - shape.x0 > 5:
            yield {"x0": shape.x0 * MM, "x1": shape.x1 * MM, "y": (page.height - shape.y1) * MM, "thick": thick}


def described(page):
    found = [
        {
            "text": word["text"],
            "x0": word["x0"] * MM,
            "x1": word["x1"] * MM,
            "base": (page.height - word["base"]) * MM,
            "size": word["size"],
            "font": word["font"],
        }
        for word in list(words(page))
    ]
    return {"width": page.width * MM, "height": page.height * MM, "words": found, "rules": list(rules(page))}


print(json.dumps([described(page) for page in extract_pages(sys.argv[1], laparams=None)]))
