"""What an office would pick instead: 200 dispatches by python-docx-template, the same amount of content as benches/documents.rs.

pip install docxtpl; python3 benches/documents_by_python.py. Compare with `cargo bench --bench documents` in one sitting on one machine.
"""
import io
import time

import docx
from docxtpl import DocxTemplate

COMMUNES, VILLAGES = 200, 18
MEASURES = ["Mức 1 đã kích hoạt", "Mức 2 đã kích hoạt"]
HEADS = ["Chỉ tiêu", "Kết quả", "Tỷ lệ (%)", "Còn lại"]


def sentence(number, part):
    return (
        f"- Thôn số {part} của xã {number} đạt {1 + number % 9}.{part * 37:03} người, bằng {part * 9 % 100},{number % 100:02}% so với chỉ tiêu được giao; "
        f"còn thiếu {part + number} người, phải hoàn thành trước ngày 30/6/2023."
    )


def rows(number):
    return [[number * 13 + village * 7 + part for part in range(len(MEASURES) * len(HEADS))] for village in range(1, VILLAGES + 1)]


def template():
    document = docx.Document()
    for text in ["ỦY BAN NHÂN DÂN", "XÃ SỐ {{ number }}", "Số:       /UBND-CA", "V/v {{ subject }}", "Kính gửi:"]:
        document.add_paragraph(text)
    for part in range(1, 9):
        document.add_paragraph("{{ line%d }}" % part)
    columns = 2 + len(MEASURES) * len(HEADS)
    table = document.add_table(rows=5, cols=columns)
    for at, name in enumerate(MEASURES):
        first = table.cell(0, 2 + at * len(HEADS))
        first.merge(table.cell(0, 1 + (at + 1) * len(HEADS))).text = name
        for below, head in enumerate(HEADS):
            table.cell(1, 2 + at * len(HEADS) + below).text = head
    table.cell(2, 0).text = "{%tr for row in rows %}"
    table.cell(3, 0).text = "{{ row.number }}"
    table.cell(3, 1).text = "{{ row.name }}"
    for at in range(columns - 2):
        table.cell(3, 2 + at).text = "{{ row.values[%d] }}" % at
    table.cell(4, 0).text = "{%tr endfor %}"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def dispatch(source, number):
    filled = DocxTemplate(io.BytesIO(source))
    given = {f"line{part}": sentence(number, part) for part in range(1, 9)}
    table = [{"number": at, "name": f"Thôn {at}", "values": values} for at, values in enumerate(rows(number), 1)]
    filled.render({"number": number, "subject": "đẩy mạnh cấp, kích hoạt tài khoản định danh điện tử", "rows": table, **given})
    file = io.BytesIO()
    filled.save(file)
    return file.getvalue()


def timed(name, make):
    begun = time.perf_counter()
    size = sum(len(make(number)) for number in range(COMMUNES))
    print(f"{COMMUNES} {name}: {time.perf_counter() - begun:.2f} s, {size // COMMUNES // 1024} kB each")


if __name__ == "__main__":
    source = template()
    timed("Word files by python-docx-template", lambda number: dispatch(source, number))
